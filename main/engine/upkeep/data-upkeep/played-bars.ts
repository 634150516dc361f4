import { at, type BarColumns } from '#shared/bars/columns.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { BarSource, LateBars } from '../../coordinator/bar-source.ts'
import type { LoadedSymbol } from '../../replay/loaded-session.ts'
import type { PlayedBars, PlayedSymbol } from './contract.ts'

/** Bars that came into a replay while it ran, and from when they are known: none before its end. */
export interface RunFill {
  readonly columns: BarColumns
  readonly knownAt: EpochMs
}

/** What the thread is told of a symbol: when each bar becomes known, of its source and of this run, without its values. */
export function playedSymbol(
  { exchange }: LoadedSymbol,
  source: BarSource,
  fills: readonly RunFill[],
): PlayedSymbol {
  const { symbol, columns, from, to, late } = source
  return {
    symbol,
    exchange: exchange.calendar.exchange,
    session: exchange.session.date,
    trailing: exchange.trailing.map(({ date }) => date).reverse(),
    bars: {
      start: columns.start.slice(from, to),
      state: columns.state.slice(from, to),
      late: lateOf(late, fills),
    },
  }
}

function lateOf(late: LateBars | undefined, fills: readonly RunFill[]): PlayedBars['late'] {
  const all: { readonly start: number; readonly state: number; readonly knownAt: number }[] = []
  const add = ({ start, state }: BarColumns, knownAt: (index: number) => number): void => {
    for (let index = 0; index < start.length; index++)
      all.push({ start: at(start, index), state: at(state, index), knownAt: knownAt(index) })
  }
  if (late) add(late.columns, (index) => at(late.knownAt, index))
  for (const { columns, knownAt } of fills)
    add(columns, (index) => Math.max(knownAt, at(columns.start, index) + minuteMs))
  all.sort((one, other) => one.knownAt - other.knownAt)
  return {
    start: Float64Array.from(all, ({ start }) => start),
    state: Uint8Array.from(all, ({ state }) => state),
    knownAt: Float64Array.from(all, ({ knownAt }) => knownAt),
  }
}
