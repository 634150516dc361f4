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
    setBar(result, bars++, version ?? barOf(columns, i))
  }
  return sliceColumns(result, 0, bars)
}

type Bar = Pick<BarVersion, 'start' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'state'>

function barOf(columns: BarColumns, index: number): Bar {
  return {
    start: at(columns.start, index) as EpochMs,
    open: at(columns.open, index),
    high: at(columns.high, index),
    low: at(columns.low, index),
    close: at(columns.close, index),
    volume: at(columns.volume, index),
    state: at(columns.state, index),
  }
}

function setBar(columns: BarColumns, index: number, bar: Bar): void {
  columns.start[index] = bar.start
  columns.open[index] = bar.open
  columns.high[index] = bar.high
  columns.low[index] = bar.low
  columns.close[index] = bar.close
  columns.volume[index] = bar.volume
  columns.state[index] = bar.state
}
