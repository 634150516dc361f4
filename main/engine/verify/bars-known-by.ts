import { type BarValues, sameValues, setValues, valuesAt } from '#shared/bars/bar-values.ts'
import { allocateColumns, at, type BarColumns } from '#shared/bars/columns.ts'
import { corrected, mergeOrigin } from '#shared/bars/state.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { LoadedSymbol } from '../replay/loaded-session.ts'

/** The bars of a symbol that are known at a time, by going through all that it will have (R17). */
export function barsKnownBy(
  { columns, late }: Pick<LoadedSymbol, 'columns' | 'late'>,
  time: EpochMs,
): BarColumns {
  const known = new Map<number, BarValues>()
  columns.start.forEach((start, index) => {
    if (start + minuteMs <= time) known.set(start, valuesAt(columns, index))
  })
  late?.knownAt.forEach((knownAt, index) => {
    const start = at(late.columns.start, index)
    const before = known.get(start)
    const bar = valuesAt(late.columns, index)
    if (knownAt > time || (before && sameValues(before, bar))) return
    known.set(start, before ? { ...bar, state: mergeOrigin(bar.state, corrected) } : bar)
  })
  const bars = allocateColumns(known.size)
  const sorted = [...known].sort(([one], [other]) => one - other)
  for (const [index, [start, bar]] of sorted.entries()) {
    bars.start[index] = start
    setValues(bars, index, bar)
  }
  return bars
}
