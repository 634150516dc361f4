import { at } from '#shared/bars/columns.ts'
import type { Segment } from '#shared/calendar/trading-calendar.ts'
import type { Frame } from '#shared/protocol/engine-contract.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { SymbolSession } from '../session/symbol-session.ts'

/** The state of each symbol as columns, in the order given; NaN where there is no bar yet. */
export function quotesOf(
  sessions: readonly SymbolSession[],
  segments: readonly Segment[],
  clock: EpochMs,
): Frame['quotes'] {
  const length = sessions.length
  const quotes = {
    last: new Float64Array(length).fill(Number.NaN),
    high: new Float64Array(length),
    low: new Float64Array(length),
    volume: new Float64Array(length),
    recorded: new Int32Array(length),
    expected: new Int32Array(length).fill(endedMinutes(segments, clock)),
  }
  for (const [index, session] of sessions.entries()) {
    const latest = session.getLatestBar()
    const metrics = session.getMetrics()
    if (latest) quotes.last[index] = at(latest.columns.close, latest.from)
    quotes.high[index] = metrics.high
    quotes.low[index] = metrics.low
    quotes.volume[index] = latest ? metrics.volume : Number.NaN
    quotes.recorded[index] = metrics.regularMinutes
  }
  return quotes
}

/** Regular minutes that have ended at `clock`. */
export function endedMinutes(segments: readonly Segment[], clock: EpochMs): number {
  let minutes = 0
  for (const { open, close } of segments)
    minutes += Math.max(0, Math.floor((Math.min(clock, close) - open) / minuteMs))
  return minutes
}
