import { setValues, valuesAt } from '#shared/bars/bar-values.ts'
import { allocateColumns, at, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { BarVersion } from '../store/store.ts'

/**
 * Bars as they were known at `horizon`: of each bar with a history the last version known by then, and no bar
 * that became known later only (R17). `versions` come in order of start, then version.
 */
export function asKnownAt(
  columns: BarColumns,
  versions: readonly BarVersion[],
  horizon: EpochMs,
): BarColumns {
  if (versions.length === 0) return columns
  const known = new Map<number, BarVersion | undefined>()
  for (const version of versions) {
    const older = known.get(version.start)
    known.set(version.start, version.knownAt <= horizon ? version : older)
  }
  const result = allocateColumns(columns.start.length)
  let bars = 0
  for (let i = 0; i < columns.start.length; i++) {
    const start = at(columns.start, i)
    const version = known.get(start)
    if (known.has(start) && !version) continue
    result.start[bars] = start
    setValues(result, bars++, version ?? valuesAt(columns, i))
  }
  return sliceColumns(result, 0, bars)
}
