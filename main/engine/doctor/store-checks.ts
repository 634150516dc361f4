import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import type Database from 'better-sqlite3'
import { isWritable } from '../store/connect.ts'
import { schemaOf, schemaVersion } from '../store/migrations/index.ts'
import { ownerOf } from '../store/owner.ts'
import { onFile } from '../store/store-failure.ts'
import type { BlockSurvey } from './block-survey.ts'
import { counted, error, type HealthCheck, healthy, someOf, warning } from './health-check.ts'

/** Room that importing and bringing up to date need at the least. */
const leastFreeBytes = 256 * 1024 * 1024
const mostProblems = 10

/** Who may write to the store. */
export function checkAccess(path: string): readonly HealthCheck[] {
  const owner = ownerOf(path)
  const present = owner === undefined ? 'nobody has it open to write' : `it belongs to ${owner}`
  return [
    healthy('store', 'owner', present),
    isWritable(path)
      ? healthy('store', 'access', 'it can be written to')
      : warning(
          'store',
          'access',
          'it cannot be written to',
          'check the permissions of the file and its folder, if bars are to be imported',
        ),
  ]
}

export function checkSchema(path: string, database: Database.Database): readonly HealthCheck[] {
  const version = onFile(path, () => schemaOf(database))
  if (version === schemaVersion) return [healthy('store', 'schema', `version ${version}, the present one`)]
  return [
    warning(
      'store',
      'schema',
      `version ${version}, of an older Tapedeck; the present one is ${schemaVersion}`,
      'import into it, or open it in the window: that brings it up to date',
    ),
  ]
}

export function checkSpace(path: string, freeBytes: (folder: string) => number): readonly HealthCheck[] {
  const bytes = sizeOf(path)
  const log = sizeOf(`${path}-wal`)
  const free = freeBytes(dirname(path))
  const size = healthy('store', 'size', `${sizeText(bytes)}, and ${sizeText(log)} of write-ahead log`)
  const left = `${sizeText(free)} are free on its disk`
  if (free >= Math.max(bytes, leastFreeBytes)) return [size, healthy('store', 'free-disk', left)]
  const needed = sizeText(Math.max(bytes, leastFreeBytes))
  return [
    size,
    warning('store', 'free-disk', left, `free some space: a copy or a large import needs ${needed}`),
  ]
}

/** What SQLite itself finds: damaged pages, and rows that name others that are gone. */
export function checkIntegrity(path: string, database: Database.Database): readonly HealthCheck[] {
  return onFile(path, () => {
    const rows = database.pragma(`integrity_check(${mostProblems})`) as { integrity_check: string }[]
    const problems = rows.map((row) => row.integrity_check.replaceAll(/\s+/g, ' '))
    if (problems[0] !== 'ok') return [error('store', 'integrity', someOf(problems), restore)]
    const broken = database.pragma('foreign_key_check') as { table: string; parent: string }[]
    if (broken.length === 0) return [healthy('store', 'integrity', 'SQLite finds nothing wrong')]
    const lost = broken.map(
      ({ table, parent }) => `a row of ${table} names one of ${parent} that is not there`,
    )
    return [error('store', 'integrity', someOf(lost), restore)]
  })
}

/** What reading every block came to. */
export function checkBlocks({ blocks, bars, damages }: BlockSurvey): readonly HealthCheck[] {
  if (damages.length === 0)
    return [
      healthy(
        'store',
        'blocks',
        `${counted(blocks, 'block')} with ${counted(bars, 'bar')} match their checksums`,
      ),
    ]
  const detail = `${damages.length} of ${counted(blocks, 'block')} are damaged: ${someOf(damages)}`
  return [error('store', 'blocks', detail, restore)]
}

const restore = 'restore a copy, or import the files into a new store'

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function sizeText(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
