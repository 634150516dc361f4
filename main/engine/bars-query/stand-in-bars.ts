import { allocateColumns, at, type BarColumns, lowerBound } from '#shared/bars/columns.ts'
import { synthetic } from '#shared/bars/state.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { RecordedEvidence, StandInEvidence } from '../upkeep/evidence/evidence.ts'

/** Stand-ins that were known by a time; all of them without one. */
export function standInsKnownBy(
  recorded: readonly RecordedEvidence[],
  horizon: EpochMs | undefined,
): readonly StandInEvidence[] {
  return recorded.filter(
    (entry): entry is StandInEvidence =>
      entry.kind === 'stand-in' && (horizon === undefined || entry.at <= horizon),
  )
}

/** 1m bars with the synthetic ones that stand where they have none; a bar takes the place of what stood there. */
export function withStandIns(columns: BarColumns, standIns: readonly StandInEvidence[]): BarColumns {
  const prices = new Map<number, number>()
  for (const { from, to, price } of standIns)
    for (let start: number = from; start < to; start += minuteMs) {
      if (price === undefined) prices.delete(start)
      else prices.set(start, price)
    }
  for (const start of columns.start) prices.delete(start)
  return prices.size === 0 ? columns : merged(columns, prices)
}

function merged(columns: BarColumns, prices: ReadonlyMap<number, number>): BarColumns {
  const starts = Float64Array.from([...columns.start, ...prices.keys()]).sort()
  const result = allocateColumns(starts.length)
  for (const [index, start] of starts.entries()) {
    const price = prices.get(start)
    const bar = price === undefined ? lowerBound(columns.start, start) : 0
    result.start[index] = start
    for (const name of ['open', 'high', 'low', 'close'] as const)
      result[name][index] = price ?? at(columns[name], bar)
    result.volume[index] = price === undefined ? at(columns.volume, bar) : 0
    result.state[index] = price === undefined ? at(columns.state, bar) : synthetic
  }
  return result
}
