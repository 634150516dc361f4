import { type BrokerSettings, usualBroker } from '#shared/backtest/broker-settings.ts'
import { allocateColumns, setColumns, sliceColumns } from '#shared/bars/columns.ts'
import { type Interval, intradayMs, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { BacktestInput, CorporateAction, RunBars } from '../run/backtest-input.ts'
import { barEnds, joined, startsOf } from '../run/longer-bars.ts'

/** Open, high, low, close and volume of a bar, or nothing where it is missing. */
export type TestBar = readonly [number, number, number, number, number?] | undefined

export interface TestSymbol {
  readonly symbol: string
  /** Bars of each session from its open on. */
  readonly sessions: readonly (readonly TestBar[])[]
  readonly actions?: readonly CorporateAction[]
  readonly tick?: number
}

/** A run over sessions of XNYS from 2024-07-08 on. */
export function runInput(
  symbols: readonly TestSymbol[],
  {
    interval = oneMinute,
    params = {},
    broker = {},
    closeAtEnd = false,
  }: {
    readonly interval?: Interval
    readonly params?: Readonly<Record<string, number>>
    readonly broker?: Partial<BrokerSettings>
    readonly closeAtEnd?: boolean
  } = {},
): BacktestInput {
  const count = Math.max(...symbols.map(({ sessions }) => sessions.length))
  const calendar = calendarOf('XNYS')
  const sessions = calendar.sessions('2024-07-08' as SessionDate, '2025-07-08' as SessionDate).slice(0, count)
  return {
    interval,
    sessions,
    symbols: symbols.map((symbol) => barsOf(symbol, sessions, interval)),
    broker: { ...usualBroker, ...broker },
    params,
    closeAtEnd,
  }
}

function barsOf(
  { symbol, sessions: given, actions = [], tick = 0.01 }: TestSymbol,
  sessions: readonly Session[],
  interval: Interval,
): RunBars {
  const parts = sessions.map((session, number) => columnsOf(given[number] ?? [], session, interval))
  const columns = allocateColumns(parts.reduce((sum, { start }) => sum + start.length, 0))
  const starts = startsOf(parts.map(({ start }) => start.length))
  for (const [number, part] of parts.entries()) setColumns(columns, part, starts[number] ?? 0)
  return {
    instrument: { symbol, tick, lot: 1, synthetic: false },
    columns,
    end: joined(parts.map((part, number) => barEnds(part, interval, sessions[number] as Session))),
    sessionStarts: starts,
    minutes: undefined,
    actions,
  }
}

function columnsOf(bars: readonly TestBar[], { open }: Session, interval: Interval) {
  const columns = allocateColumns(bars.length)
  const step = intradayMs(interval) ?? 0
  let count = 0
  for (const [number, bar] of bars.entries()) {
    if (!bar) continue
    const [first, high, low, close, volume = 1000] = bar
    columns.start[count] = open + number * step
    columns.open[count] = first
    columns.high[count] = high
    columns.low[count] = low
    columns.close[count] = close
    columns.volume[count] = volume
    count += 1
  }
  return sliceColumns(columns, 0, count)
}
