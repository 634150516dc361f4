import type { BrokerSettings } from '#shared/backtest/broker-settings.ts'
import type { BarView } from '#shared/bars/bar-view.ts'
import type { BarColumns } from '#shared/bars/columns.ts'
import { type Interval, isMultiSession, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { BarsQuery } from '../../bars-query/bars-query.ts'
import { sessionBars } from '../../bars-query/session-bars.ts'
import { joinColumns } from '../../replay/hours.ts'
import type { StoredSymbol, StoreReader } from '../../store/store.ts'
import type { BacktestInput, RunBars } from '../run/backtest-input.ts'
import { barEnds, joined, startsOf } from '../run/longer-bars.ts'
import { corporateActions } from './corporate-actions.ts'
import { instrumentOf } from './instrument.ts'
import { periodBar } from './period-bars.ts'
import { type RunSession, runSessions } from './run-sessions.ts'

/** What a backtest is of. */
export interface BacktestRequest {
  readonly symbols: readonly StoredSymbol[]
  /** First and last session, both included. */
  readonly from: SessionDate
  readonly to: SessionDate
  readonly interval: Interval
  readonly view: BarView
  readonly broker: BrokerSettings
  readonly params: Readonly<Record<string, number>>
  readonly closeAtEnd: boolean
  readonly seed?: number
  /** The wall's clock: bars that had not ended then are not there. */
  readonly clock: EpochMs
}

/**
 * Reads the bars of a backtest: those of regular hours, from the first session on in which any symbol has one to the
 * last. Throws a Failure where symbols trade on several exchanges, and with code 'no-bars' for a symbol without bars. `tell` hears how many symbols were read, of all.
 */
export function loadInput(
  store: StoreReader,
  calendar: TradingCalendar,
  request: BacktestRequest,
  tell: (done: number, total: number) => void = () => {},
): BacktestInput {
  // Of one state of the store, whatever is imported or filled meanwhile.
  return store.inSnapshot(() => readInput(store, calendar, request, tell))
}

function readInput(
  store: StoreReader,
  calendar: TradingCalendar,
  request: BacktestRequest,
  tell: (done: number, total: number) => void,
): BacktestInput {
  const { symbols, interval, from, to } = request
  const other = symbols.find(({ exchange }) => exchange !== calendar.exchange)
  if (other)
    throw new Failure(
      'usage',
      `${other.symbol} trades on ${other.exchange}, not on ${calendar.exchange}; run a backtest on symbols of one exchange.`,
    )
  const all = runSessions(calendar, request)
  const parts = symbols.map(({ symbol }, number) => {
    tell(number, symbols.length)
    return isMultiSession(interval)
      ? readPeriods(store, calendar, symbol, all, request)
      : readParts(store, symbol, all, interval, request)
  })
  for (const [index, columns] of parts.entries())
    if (columns.every(({ start }) => start.length === 0))
      throw new Failure(
        'no-bars',
        `${symbols[index]?.symbol}: ${store.path} has no ${interval} bars from ${from} to ${to}; import them or choose other sessions`,
      )
  const hasBars = all.map((_, number) => parts.some((columns) => (columns[number]?.start.length ?? 0) > 0))
  const first = hasBars.indexOf(true)
  const last = hasBars.lastIndexOf(true) + 1
  const sessions = all.slice(first, last)
  return {
    interval,
    sessions: sessions.map(({ session }) => session),
    symbols: symbols.map((symbol, index) =>
      runBars(store, symbol, sessions, (parts[index] ?? []).slice(first, last), request),
    ),
    broker: request.broker,
    params: request.params,
    closeAtEnd: request.closeAtEnd,
    ...(request.seed !== undefined && { seed: request.seed }),
  }
}

function readParts(
  store: StoreReader,
  symbol: string,
  sessions: readonly RunSession[],
  interval: Interval,
  request: BacktestRequest,
): readonly BarColumns[] {
  const query = queryOf(symbol, interval, request)
  return sessions.flatMap(({ days }) => days.map((day) => sessionBars(store, query, interval, day)))
}

/** One bar a session of the run. */
function readPeriods(
  store: StoreReader,
  calendar: TradingCalendar,
  symbol: string,
  sessions: readonly RunSession[],
  request: BacktestRequest,
): readonly BarColumns[] {
  const query = queryOf(symbol, request.interval, request)
  const factors = store.adjustmentFactors(symbol)
  return sessions.map((session) => periodBar(store, calendar, query, session, factors))
}

function queryOf(symbol: string, interval: Interval, { from, to, view, clock }: BacktestRequest): BarsQuery {
  return { symbol, interval, from, to, hours: 'regular', view, at: undefined, clock }
}

function runBars(
  store: StoreReader,
  stored: StoredSymbol,
  sessions: readonly RunSession[],
  parts: readonly BarColumns[],
  request: BacktestRequest,
): RunBars {
  const { interval } = request
  const { symbol } = stored
  const columns = joinColumns(parts)
  const dates = sessions.map(({ session: { date } }) => date)
  return {
    instrument: instrumentOf(stored, columns.close),
    columns,
    end: joined(
      parts.map((part, number) => barEnds(part, interval, (sessions[number] as RunSession).session)),
    ),
    sessionStarts: startsOf(parts.map(({ start }) => start.length)),
    minutes: hasMinutes(store, symbol, interval)
      ? joined(readParts(store, symbol, sessions, oneMinute, request).map(({ start }) => start))
      : undefined,
    actions: corporateActions(store.adjustmentFactors(symbol), dates),
  }
}

/** Whether minutes beside the bars tell how many of a session have come. */
function hasMinutes(store: StoreReader, symbol: string, interval: Interval): boolean {
  return interval !== oneMinute && store.intervals(symbol).includes(oneMinute)
}
