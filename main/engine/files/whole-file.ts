import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Failure } from '#shared/protocol/failure.ts'

/** Writes a piece of text; the promise is fulfilled when more may be written. */
type Write = (text: string) => Promise<void>

/**
 * Lets `produce` write into a new file beside `path` and puts it in its place when all is written, so that nobody
 * ever sees half a file. Answers what `produce` answers. Throws a Failure of code 'bad-file' when it cannot be written.
 */
export async function writeWholeFile<T>(path: string, produce: (write: Write) => Promise<T>): Promise<T> {
  const unfinished = `${path}.${process.pid}.unfinished`
  try {
    const file = await open(unfinished, 'w')
    const result = await produce((text) => file.writeFile(text)).finally(() => file.close())
    await rename(unfinished, path)
    return result
  } catch (error) {
    await rm(unfinished, { force: true })
    if (!isSystemError(error)) throw error
    throw new Failure('bad-file', `${path}: ${causeOf(error, path)}`)
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

function causeOf({ code, message }: NodeJS.ErrnoException, path: string): string {
  if (code === 'ENOENT') return `the folder ${dirname(path)} does not exist; make it or choose another`
  if (code === 'EISDIR' || code === 'ENOTEMPTY') return 'is a folder; name a file'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be written; choose another place'
  if (code === 'ENOSPC') return 'the disk is full; make room and try again'
  return `could not be written (${message})`
}
