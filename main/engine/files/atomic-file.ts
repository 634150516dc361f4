import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** Writes a file as a whole: whoever reads it, also after a crash, finds the old text or the new one. */
export function writeAtomically(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}.unfinished`
  try {
    const descriptor = openSync(unfinished, 'w')
    try {
      writeFileSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}
