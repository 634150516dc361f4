import { type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { type Interval, intradayMs, oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { joinColumns } from '../../replay/hours.ts'
import type { RunBars } from './backtest-input.ts'

/** Bars of an interval with their ends and the first of each session. */
export interface EndedBars {
  readonly columns: BarColumns
  readonly end: Float64Array
  readonly sessionStarts: Int32Array
}

/** When bars of a session ended: one interval after they began, at a break or the close at the latest (R8). */
export function barEnds(columns: BarColumns, interval: Interval, session: Session): Float64Array {
  const length = intradayMs(interval)
  return columns.start.map((start) => {
    if (length === undefined) return session.close
    const segment = session.segments.find(({ open, close }) => open <= start && start < close)
    return Math.min(start + length, segment?.close ?? start + length)
  })
}

/**
 * Bars of a longer interval made of the minutes of a run, session by session. Throws a Failure with code 'usage'
 * where the run has no minutes, or for bars of more than a day.
 */
export function longerBars(
  { columns, sessionStarts }: RunBars,
  sessions: readonly Session[],
  base: Interval,
  interval: Interval,
): EndedBars {
  if (base !== oneMinute || (intradayMs(interval) === undefined && interval !== oneDay))
    throw new Failure(
      'usage',
      `A run of ${base} bars has no ${interval} bars; run on 1m bars to have those of up to a day.`,
    )
  const parts = sessions.map((session, number) => {
    const [from, to] = [sessionStarts[number] ?? 0, sessionStarts[number + 1] ?? 0]
    const minutes = { columns: sliceColumns(columns, from, to), from: 0, to: to - from }
    return deriveSession(minutes, session, interval).columns
  })
  const ends = parts.map((part, number) => barEnds(part, interval, sessions[number] as Session))
  return {
    columns: joinColumns(parts),
    end: joined(ends),
    sessionStarts: startsOf(parts.map(({ start }) => start.length)),
  }
}

/** Index of the first bar of each session, given how many bars each has, and at the end their sum. */
export function startsOf(counts: readonly number[]): Int32Array {
  const starts = new Int32Array(counts.length + 1)
  for (const [index, count] of counts.entries()) starts[index + 1] = (starts[index] ?? 0) + count
  return starts
}

/** One column after the other. */
export function joined(columns: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const column of columns) {
    whole.set(column, offset)
    offset += column.length
  }
  return whole
}
