import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The program's version, from its package.json above this file, be it a source or a bundle. */
export function version(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return String(version)
}
