import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { Failure } from '#shared/protocol/failure.ts'
import { longestStrategy } from '#shared/protocol/strategy-calls.ts'

/** A character takes up to four bytes. */
const mostBytes = 4 * longestStrategy

/** A text on the disk, and what tells it from any other. */
export interface TextFile {
  readonly text: string
  readonly hash: string
}

/** What tells a text from any other. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Reads a file of text; undefined when there is none. Throws a Failure of code 'bad-file' for what is no text. */
export async function readTextFile(path: string): Promise<TextFile | undefined> {
  try {
    const file = await open(path, 'r')
    try {
      const { size, isFile } = await statOf(file)
      if (!isFile)
        throw new Failure('bad-file', `${path}: is no file; name a file of TypeScript or JavaScript`)
      if (size > mostBytes) throw tooLong(path)
      const text = decoded(path, await file.readFile())
      if (text.length > longestStrategy) throw tooLong(path)
      return { text, hash: hashOf(text) }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw badFile(path, 'cannot be read', error)
  }
}

/** Whether an error says that a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR'
}

/** A failure of the disk as one that names the file and what to do. */
export function badFile(path: string, what: string, error: unknown): Failure {
  if (error instanceof Failure) return error
  const cause = error instanceof Error ? error.message : String(error)
  return new Failure('bad-file', `${path}: ${what} (${cause}); check the folder and the disk`)
}

async function statOf(file: Awaited<ReturnType<typeof open>>): Promise<{ size: number; isFile: boolean }> {
  const found = await file.stat()
  return { size: found.size, isFile: found.isFile() }
}

function tooLong(path: string): Failure {
  return new Failure(
    'bad-file',
    `${path}: is longer than ${longestStrategy.toLocaleString('en-US')} characters; shorten it`,
  )
}

function decoded(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Failure('bad-file', `${path}: is no text in UTF-8; save it in that encoding`)
  }
}
