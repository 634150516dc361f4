import { type Interval, intradayMs, oneMinute } from '../bars/interval.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import type { Session, TradingCalendar } from '../calendar/trading-calendar.ts'
import { completeParams, type IndicatorDescription, indicators } from './indicators.ts'
import { type IndicatorLine, runOf, type SessionFile, trailingOf } from './session-file.ts'
import type { TrailingWindow } from './trailing-window.ts'

/** Bars that a run cannot do without, and what for, one line a reason. */
export interface Need {
  readonly symbol: string
  readonly interval: Interval
  /** In order; none is left out between the first and the last. */
  readonly sessions: readonly SessionDate[]
  readonly reasons: readonly string[]
}

/**
 * What a run needs from the store and why, by symbol and interval: the minutes of its own sessions, the trailing
 * ones, and those that its indicators warm up with. Throws a Failure with code 'outside-calendar'.
 */
export function neededFor(file: SessionFile, calendar: TradingCalendar): readonly Need[] {
  const { from, to } = runOf(file)
  const run = calendar.sessions(from, to).map(({ date }) => date)
  const first = calendar.sessions(from, to)[0]?.date ?? from
  const whys = whysOf(file, calendar, first)
  return [...new Set(file.symbols)].flatMap((symbol) => {
    const own: Need = { symbol, interval: oneMinute, sessions: run, reasons: [reasonOfRun(run, file)] }
    const before = new Map<Interval, { sessions: number; reasons: string[] }>()
    for (const { window, reason } of whys) {
      if (window.sessions === 0 || (window.symbols && !window.symbols.includes(symbol))) continue
      const known = before.get(window.interval) ?? { sessions: 0, reasons: [] }
      known.sessions = Math.max(known.sessions, window.sessions)
      known.reasons.push(reason)
      before.set(window.interval, known)
    }
    const needs = [...before].map(([interval, { sessions, reasons }]): Need => {
      const dates = calendar.trailingSessions(first, sessions).map(({ date }) => date)
      return { symbol, interval, sessions: dates, reasons }
    })
    return [own, ...needs]
  })
}

/**
 * The trailing windows that a run loads: those that its file asks for, and as many sessions more as its indicators
 * warm up with. `session` is the first of the run.
 */
export function windowsFor(
  file: SessionFile,
  calendar: TradingCalendar,
  session: SessionDate,
): readonly TrailingWindow[] {
  return whysOf(file, calendar, session).map(({ window }) => window)
}

interface Why {
  readonly window: TrailingWindow
  readonly reason: string
}

function whysOf(file: SessionFile, calendar: TradingCalendar, first: SessionDate): readonly Why[] {
  const trailing = trailingOf(file).map((window) => ({
    window,
    reason: `${window.sessions} trailing sessions of ${window.interval}`,
  }))
  const warmUps = (file.indicators ?? []).map((line): Why => {
    const { interval, symbols } = line
    const bars = warmUpOf(line)
    const sessions = sessionsWith(bars - 1, interval, calendar, first)
    return {
      window: { sessions, interval, ...(symbols && { symbols }) },
      reason: `${line.name} of ${interval} needs ${bars} bars for its first value`,
    }
  })
  return [...trailing, ...warmUps]
}

function warmUpOf({ name, params = {} }: IndicatorLine): number {
  const complete = completeParams(name, params)
  if (typeof complete === 'string') throw new RangeError(complete)
  const description: IndicatorDescription = indicators[name]
  return description.warmUp(complete)
}

/** How many sessions before `first` hold that many bars, if none is missing. */
function sessionsWith(
  bars: number,
  interval: Interval,
  calendar: TradingCalendar,
  first: SessionDate,
): number {
  let sessions = 0
  for (let found = 0; found < bars; sessions++) {
    const session = calendar.trailingSessions(first, sessions + 1)[0]
    if (!session) break
    found += barsOf(session, interval)
  }
  return sessions
}

function barsOf({ segments }: Session, interval: Interval): number {
  const length = intradayMs(interval)
  if (length === undefined) return 1
  return segments.reduce((sum, { open, close }) => sum + Math.ceil((close - open) / length), 0)
}

function reasonOfRun(run: readonly SessionDate[], { intervals = [] }: SessionFile): string {
  const made = intervals.filter((interval) => interval !== oneMinute)
  const also = made.length > 0 ? `; ${made.join(', ')} are made of them` : ''
  return `${run.length === 1 ? 'the session' : `the ${run.length} sessions`} of the run${also}`
}
