import { periodsOf } from '#shared/bars/derive-periods.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { GapRuns } from './gap-runs.ts'

/** Sessions from one to another, both included. */
export interface SessionSpan {
  readonly from: SessionDate
  readonly to: SessionDate
}

/**
 * The bars of days or weeks (`1d`, `2d`, `1w` …) that are missing of a span of sessions, as runs from the open of the
 * first session to the close of the last: one bar a period that has closed on the clock (G7, R15). `labels` are the
 * session dates that stored bars carry, in order; a bar belongs to the period that its label lies in.
 */
export function detectDayGaps(
  calendar: TradingCalendar,
  interval: Interval,
  { from, to }: SessionSpan,
  labels: readonly SessionDate[],
  clock: number,
): GapRuns {
  const start: number[] = []
  const end: number[] = []
  const bars: number[] = []
  let label = 0
  let isOpen = false
  for (const { first, last } of periodsIn(calendar, interval, { from, to })) {
    if (last.close > clock) break
    while (label < labels.length && isBefore(labels[label], first, calendar)) label++
    const next = labels[label]
    const isPresent = next !== undefined && next <= last.date
    if (!isPresent && isOpen) {
      end[end.length - 1] = last.close
      bars[bars.length - 1] = (bars.at(-1) ?? 0) + 1
    } else if (!isPresent) {
      start.push(first.open)
      end.push(last.close)
      bars.push(1)
    }
    isOpen = !isPresent
  }
  return { start: Float64Array.from(start), end: Float64Array.from(end), bars: Int32Array.from(bars) }
}

/** The first and the last session of each period that begins in a span. */
function* periodsIn(
  calendar: TradingCalendar,
  interval: Interval,
  { from, to }: SessionSpan,
): Generator<{ readonly first: Session; readonly last: Session }> {
  const periodOf = periodsOf(calendar, interval)
  let done = ''
  for (const { date } of calendar.sessions(from, to)) {
    if (date <= done) continue
    const sessions = periodOf(date)
    const [first, last] = [sessions[0], sessions.at(-1)]
    if (!first || !last) continue
    done = last.date
    yield { first, last }
  }
}

/** Whether a label lies before a period: on or before the last session before it. A holiday may label a week. */
function isBefore(label: SessionDate | undefined, first: Session, calendar: TradingCalendar): boolean {
  const before = calendar.trailingSessions(first.date, 1)[0]
  return label !== undefined && before !== undefined && label <= before.date
}
