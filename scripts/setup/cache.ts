import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Folder outside the checkout for what is made once a machine. */
export function cacheRoot(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir() || tmpdir(), '.cache'), 'tapedeck')
}

/**
 * Returns the cache folder `name`, made by `make` when it is not there. The folder appears whole or not at
 * all: it is made beside its place and renamed, so that a killed or a concurrent run leaves nothing half done.
 */
export async function cachedFolder(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheRoot(), name)
  if (existsSync(folder)) return folder
  mkdirSync(cacheRoot(), { recursive: true })
  const unfinished = mkdtempSync(join(cacheRoot(), `${name}.`))
  try {
    await make(unfinished)
    try {
      renameSync(unfinished, folder)
    } catch (error) {
      if (!existsSync(folder)) throw error
    }
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  return folder
}

/** Hex SHA-256 of a file. */
export function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
