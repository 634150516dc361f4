import { chmod, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Failure } from '#shared/protocol/failure.ts'

/** Writes a piece of text; the promise is fulfilled when more may be written. */
type Write = (text: string) => Promise<void>

/**
 * Lets `produce` write into a new file beside `path` and puts it in its place when all is on the disk, so that nobody
 * ever sees half a file, not even after a crash. A link stays a link, and a file that was there keeps its mode.
 * Answers what `produce` answers. Throws a Failure of code 'bad-file' when it cannot be written.
 */
export async function writeWholeFile<T>(path: string, produce: (write: Write) => Promise<T>): Promise<T> {
  const target = await realpath(path).catch(() => path)
  const unfinished = `${target}.${process.pid}.unfinished`
  try {
    const result = await writeNewFile(unfinished, produce)
    const mode = await modeOf(target)
    if (mode !== undefined) await chmod(unfinished, mode)
    await rename(unfinished, target)
    return result
  } catch (error) {
    await rm(unfinished, { force: true })
    if (!isSystemError(error)) throw error
    throw new Failure('bad-file', `${path}: ${causeOf(error, path)}`)
  }
}

async function writeNewFile<T>(path: string, produce: (write: Write) => Promise<T>): Promise<T> {
  const file = await open(path, 'w')
  try {
    const result = await produce((text) => file.writeFile(text))
    await file.sync()
    return result
  } finally {
    await file.close()
  }
}

function modeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ mode }) => mode,
    () => undefined,
  )
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
