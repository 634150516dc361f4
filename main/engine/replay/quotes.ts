import { at, type BarRange } from '#shared/bars/columns.ts'
import type { Frame } from '#shared/protocol/replay-calls.ts'
import { symbolStates } from '#shared/protocol/session-calls.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { SymbolState } from '../boundaries/symbol-state.ts'
import { endedMinutes } from '../session/session-metrics.ts'
import type { SymbolSession } from '../session/symbol-session.ts'

/** The state of each symbol as columns, in the order given; NaN where there is no bar yet. */
export function quotesOf(
  sessions: readonly SymbolSession[],
  stateOf: (symbol: string) => SymbolState,
): Frame['quotes'] {
  const length = sessions.length
  const quotes = {
    last: new Float64Array(length).fill(Number.NaN),
    high: new Float64Array(length),
    low: new Float64Array(length),
    volume: new Float64Array(length),
    recorded: new Int32Array(length),
    expected: new Int32Array(length),
    silent: new Int32Array(length),
    state: new Uint8Array(length),
  }
  for (const [index, session] of sessions.entries()) {
    const latest = session.getLatestBar()
    const metrics = session.getMetrics()
    if (latest) quotes.last[index] = at(latest.columns.close, latest.from)
    quotes.high[index] = metrics.high
    quotes.low[index] = metrics.low
    quotes.volume[index] = latest ? metrics.volume : Number.NaN
    quotes.recorded[index] = metrics.recorded
    quotes.expected[index] = metrics.expected
    quotes.silent[index] = metrics.expected - endedBefore(session, latest)
    quotes.state[index] = symbolStates.indexOf(stateOf(session.symbol))
  }
  return quotes
}

/** Regular minutes that had ended when a symbol's latest bar did. */
function endedBefore({ session }: SymbolSession, latest: BarRange | undefined): number {
  return latest ? endedMinutes(session.segments, at(latest.columns.start, latest.from) + minuteMs) : 0
}
