import { type Interval, intradayMs, oneMinute } from '../bars/interval.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import type { Session, TradingCalendar } from '../calendar/trading-calendar.ts'
import { completeParams, type IndicatorDescription, indicators } from './indicators.ts'
import { type IndicatorLine, runOf, type SessionFile, trailingOf } from './session-file.ts'
import type { TrailingWindow } from './trailing-window.ts'

/** What a run needs bars for. */
export const purposes = ['session', 'trailing', 'indicator', 'strategy'] as const
export type Purpose = (typeof purposes)[number]

/** Why bars are needed, in a few words, e.g. "5 trailing sessions of 1m". */
export interface NeedReason {
  readonly purpose: Purpose
  readonly text: string
}

/** Bars that a run cannot do without, and what for. */
export interface Need {
  readonly symbol: string
  readonly interval: Interval
  /** In order; none is left out between the first and the last. */
  readonly sessions: readonly SessionDate[]
  readonly reasons: readonly NeedReason[]
}

/**
 * What a run needs from the store and why, by symbol and interval: the minutes of its own sessions, the trailing
 * ones, and those that its indicators warm up with. Throws a Failure with code 'outside-calendar'.
 */
export function neededFor(file: SessionFile, calendar: TradingCalendar): readonly Need[] {
  return [...new Set(file.symbols)].flatMap(needsOf(file, calendar))
}

/** The same of one symbol at a time: what holds for all of them is found once. */
export function needsOf(file: SessionFile, calendar: TradingCalendar): (symbol: string) => readonly Need[] {
  const { from, to } = runOf(file)
  const run = calendar.sessions(from, to).map(({ date }) => date)
  const [first = from] = run
  const whys = whysOf(file, calendar, first)
  const datesBefore = trailingDates(calendar, first)
  return (symbol) => {
    const own: Need = { symbol, interval: oneMinute, sessions: run, reasons: reasonsOfRun(run, file) }
    const before = new Map<Interval, { sessions: number; reasons: NeedReason[] }>()
    for (const { window, reason } of whys) {
      if (window.sessions === 0 || (window.symbols && !window.symbols.includes(symbol))) continue
      const known = before.get(window.interval) ?? { sessions: 0, reasons: [] }
      known.sessions = Math.max(known.sessions, window.sessions)
      known.reasons.push(reason)
      before.set(window.interval, known)
    }
    const needs = [...before].map(
      ([interval, { sessions, reasons }]): Need => ({
        symbol,
        interval,
        sessions: datesBefore(sessions),
        reasons,
      }),
    )
    return [own, ...needs]
  }
}

/** The last so many sessions before `first`, each number asked of the calendar once. */
function trailingDates(
  calendar: TradingCalendar,
  first: SessionDate,
): (sessions: number) => readonly SessionDate[] {
  const known = new Map<number, readonly SessionDate[]>()
  return (sessions) => {
    const found = known.get(sessions) ?? calendar.trailingSessions(first, sessions).map(({ date }) => date)
    known.set(sessions, found)
    return found
  }
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
  readonly reason: NeedReason
}

function whysOf(file: SessionFile, calendar: TradingCalendar, first: SessionDate): readonly Why[] {
  const trailing = trailingOf(file).map((window): Why => {
    const { sessions, interval } = window
    const text = `${sessions} trailing ${sessions === 1 ? 'session' : 'sessions'} of ${interval}`
    return { window, reason: { purpose: 'trailing', text } }
  })
  const warmUps = (file.indicators ?? []).map((line): Why => {
    const { interval, symbols } = line
    const bars = warmUpOf(line)
    const sessions = sessionsWith(bars - 1, interval, calendar, first)
    return {
      window: { sessions, interval, ...(symbols && { symbols }) },
      reason: {
        purpose: 'indicator',
        text: `${line.name} of ${interval} needs ${bars} ${bars === 1 ? 'bar' : 'bars'} for its first value`,
      },
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
  if (bars <= 0) return 0
  for (let reach = 8; ; reach *= 2) {
    const past = calendar.trailingSessions(first, reach)
    let sessions = 0
    let found = 0
    while (found < bars && sessions < past.length) {
      sessions++
      const session = past[past.length - sessions]
      if (session) found += barsOf(session, interval)
    }
    if (found >= bars || past.length < reach) return sessions
  }
}

function barsOf({ segments }: Session, interval: Interval): number {
  const length = intradayMs(interval)
  if (length === undefined) return 1
  return segments.reduce((sum, { open, close }) => sum + Math.ceil((close - open) / length), 0)
}

function reasonsOfRun(
  run: readonly SessionDate[],
  { intervals = [], strategy }: SessionFile,
): readonly NeedReason[] {
  const made = intervals.filter((interval) => interval !== oneMinute)
  const also = made.length > 0 ? `; ${made.join(', ')} are made of them` : ''
  const text = `${run.length === 1 ? 'the session' : `the ${run.length} sessions`} of the run${also}`
  const own: NeedReason = { purpose: 'session', text }
  return strategy
    ? [own, { purpose: 'strategy', text: `the strategy ${strategy.file} trades on them` }]
    : [own]
}
