import { createHash } from 'node:crypto'
import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { SweepFile } from '#shared/sweep/sweep-file.ts'
import { cellFileName } from '../cell-file.ts'
import { hasOwner } from '../cell-owner.ts'
import { makeFolder } from '../sweep-files.ts'

/** So many sweeps are kept to go on with; those that were not asked for the longest go first, but none that runs. */
const mostKept = 20

/** Where sweeps of the window are kept: beside the settings file. */
export function sweepsBeside(settingsPath: string): string {
  return join(dirname(settingsPath), 'sweeps')
}

/** The folder of a sweep among those that are kept; the same sweep has the same one. Makes it, and room for it. */
export function keptFolder(kept: string, sweep: SweepFile, now: number): string {
  const { by: _, ...identity } = sweep
  const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 24)
  const folder = join(kept, name)
  makeFolder(folder)
  utimesSync(folder, now / 1000, now / 1000)
  const others = readdirSync(kept, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{24}$/.test(entry.name) && entry.name !== name)
    .map((entry) => ({ path: join(kept, entry.name), askedAt: statSync(join(kept, entry.name)).mtimeMs }))
    .sort((one, other) => other.askedAt - one.askedAt)
  for (const { path } of others.slice(mostKept - 1))
    if (!hasOwner(join(path, cellFileName))) rmSync(path, { recursive: true, force: true })
  return folder
}
