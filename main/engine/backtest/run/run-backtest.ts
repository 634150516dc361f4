import type { BacktestResult, LogLine, SkippedDecision } from '#shared/backtest/result.ts'
import { at } from '#shared/bars/columns.ts'
import { type Interval, parseInterval } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import { usualSeed } from '#shared/strategy/seed.ts'
import type { Strategy, StrategySession } from '#shared/strategy/strategy.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { AnalysisEngine } from '../../analysis/analysis-engine.ts'
import { randomOf } from '../../random/random.ts'
import { Broker } from '../broker/broker.ts'
import { EquityCurve } from '../results/equity-curve.ts'
import { TradeBook } from '../results/trade-book.ts'
import type { BacktestInput, RunBars } from './backtest-input.ts'
import { BarView, showBar } from './bar-view.ts'
import { BoundedList } from './bounded-list.ts'
import { cutLine } from './cut-line.ts'
import { longerBars } from './longer-bars.ts'
import { RunContext } from './run-context.ts'
import { RunSeries } from './run-series.ts'
import { SessionCoverage } from './session-coverage.ts'
import { StrategyError, type StrategyPlace } from './strategy-error.ts'
import { ToldTrails } from './told-trails.ts'

const mostLines = 10_000
const mostEvents = 1_000_000
const mostTrails = 500_000
/** Bars between two notices of progress. */
const barsBetweenNotices = 4096

/** Is told now and then how many bars were played, of all. */
export type Progress = (done: number, of: number) => void

/** Is given who hears what the strategy writes beside `ctx.log`: lines that are made when called. */
export type HearConsole = (hear: (line: () => string) => void) => void

/**
 * Runs a strategy over bars: session by session, in the order of the bars' ends, then of symbols. At each end orders
 * are filled from the bar first, then the strategy hears of fills, then of the bar. An order decided once the session
 * has closed is one of the next session. Throws a StrategyError for what the strategy throws.
 */
export function runBacktest(
  input: BacktestInput,
  strategy: Strategy,
  progress: Progress,
  hearConsole?: HearConsole,
): BacktestResult {
  const run = new BacktestRun(input, strategy, progress)
  hearConsole?.((line) => run.log(line))
  return run.run()
}

/** A symbol of a run: its bars, and how far they were played. */
interface RunSymbol extends RunBars {
  /** Its place among the symbols. */
  readonly number: number
  readonly name: string
  readonly book: TradeBook
  /** What was asked for of it, of whichever interval. */
  readonly series: RunSeries[]
  readonly coverage: SessionCoverage
  readonly view: BarView
  /** The next bar, and the first of the next session. */
  next: number
  limit: number
}

class BacktestRun {
  readonly #input: BacktestInput
  readonly #strategy: Strategy
  readonly #progress: Progress
  readonly #broker: Broker
  readonly #symbols: readonly RunSymbol[]
  readonly #byName: ReadonlyMap<string, RunSymbol>
  readonly #curve: EquityCurve
  readonly #context: RunContext
  readonly #events: OrderEvent[] = []
  readonly #trails = new ToldTrails(mostTrails)
  /** Events that are no moves of trailing stops. */
  #happened = 0
  readonly #skipped = new BoundedList<SkippedDecision>(mostLines)
  readonly #log = new BoundedList<LogLine>(mostLines)
  readonly #place: { -readonly [Key in keyof StrategyPlace]: StrategyPlace[Key] }
  readonly #total: number
  /** When the next bar of each symbol ends; infinity where the session has no other. */
  readonly #nextEnds: Float64Array
  /** Symbols of which a bar ends now, in their order; those behind them are of earlier. */
  readonly #ended: RunSymbol[] = []
  #session: Session
  #told: StrategySession
  /** Number of the session that is on. */
  #number = 0
  #heard = 0
  #now: EpochMs
  /** When the last bar ended. */
  #lastEnd = 0 as EpochMs
  #bars = 0

  constructor(input: BacktestInput, strategy: Strategy, progress: Progress) {
    const { interval, sessions } = input
    const [first] = sessions
    if (!first) throw new Failure('no-session', 'A backtest needs one session at least.')
    this.#input = input
    this.#strategy = strategy
    this.#progress = progress
    this.#session = first
    this.#told = toldOf(first)
    this.#now = first.open
    this.#place = { during: 'onStart', at: first.open, symbol: undefined }
    this.#total = input.symbols.reduce((sum, { columns }) => sum + columns.start.length, 0)
    this.#curve = new EquityCurve(Math.max(...input.symbols.map(({ columns }) => columns.start.length)))
    this.#nextEnds = new Float64Array(input.symbols.length)
    const instruments = input.symbols.map(({ instrument }) => instrument)
    this.#broker = new Broker(input.broker, instruments, (event) => this.#take(event))
    this.#symbols = input.symbols.map((bars, number) => ({
      ...bars,
      number,
      name: bars.instrument.symbol,
      book: new TradeBook(bars.instrument.symbol),
      series: [],
      coverage: new SessionCoverage(bars, interval),
      view: new BarView(bars.instrument.symbol, interval, bars.columns, bars.end),
      next: 0,
      limit: 0,
    }))
    this.#byName = new Map(this.#symbols.map((symbol) => [symbol.name, symbol]))
    this.#context = new RunContext({
      interval,
      symbols: this.#symbols.map(({ name }) => name),
      params: input.params,
      broker: this.#broker,
      analysis: new AnalysisEngine((symbol, wanted) => this.#seriesOf(symbol, wanted)),
      now: () => this.#now,
      session: () => this.#told,
      coverage: (number) => this.#coverageOf(this.#symbols[number]),
      log: (text) => this.log(() => text),
      random: randomOf('strategy', input.seed ?? usualSeed).uniform,
    })
  }

  /** Notes a line at the clock, as far as there is room. */
  log(line: () => string): void {
    this.#log.pushMade(() => ({ at: this.#now, text: cutLine(line()) }))
  }

  run(): BacktestResult {
    this.#ask('onStart', undefined, () => this.#strategy.onStart?.(this.#context))
    for (const [number, session] of this.#input.sessions.entries()) this.#playSession(session, number)
    if (this.#input.closeAtEnd) this.#closeAll()
    return {
      sessions: this.#input.sessions.map(({ date }) => date),
      bars: this.#bars,
      trades: this.#symbols
        .flatMap(({ book }, number) => book.trades(this.#broker.account.lastPrice(number)))
        .sort((one, other) => one.entryTime - other.entryTime),
      equity: this.#curve.columns(),
      events: this.#events,
      skipped: this.#skipped.entries,
      log: this.#log.entries,
      leftOut: { log: this.#log.leftOut, skipped: this.#skipped.leftOut },
    }
  }

  /** Closes what is held at the last prices; the last point of the equity is told anew with what that cost. */
  #closeAll(): void {
    this.#broker.closeAll(this.#now, (number) => (this.#symbols[number]?.next ?? 0) - 1)
    this.#hearFills()
    if (this.#bars > 0) this.#noteEquity()
  }

  #playSession(session: Session, number: number): void {
    this.#session = session
    this.#number = number
    this.#now = session.open
    for (const symbol of this.#symbols) {
      symbol.limit = at32(symbol.sessionStarts, number + 1)
      this.#nextEnds[symbol.number] = nextEndOf(symbol)
      this.#takeActions(symbol, number)
    }
    const told = toldOf(session)
    this.#told = told
    this.#ask('onSessionStart', undefined, () => this.#strategy.onSessionStart?.(this.#context, told))
    for (let time = this.#nextEnd(); time !== Number.POSITIVE_INFINITY; time = this.#nextEnd())
      this.#step(time as EpochMs)
    if (this.#now < session.close) {
      this.#now = session.close
      this.#broker.sessionEnd(session.close)
    }
    this.#ask('onSessionEnd', undefined, () => this.#strategy.onSessionEnd?.(this.#context, told))
  }

  /** When the next bar of this session ends, of any symbol. */
  #nextEnd(): number {
    const ends = this.#nextEnds
    let time = Number.POSITIVE_INFINITY
    for (let number = 0; number < ends.length; number += 1)
      if (at(ends, number) < time) time = at(ends, number)
    return time
  }

  #step(time: EpochMs): void {
    this.#now = time
    this.#lastEnd = time
    const broker = this.#broker
    const ends = this.#nextEnds
    const ended = this.#ended
    let count = 0
    for (let number = 0; number < ends.length; number += 1) {
      if (at(ends, number) !== time) continue
      const symbol = this.#symbols[number] as RunSymbol
      if (broker.hasOrders(number)) broker.fill(number, symbol.columns, symbol.next, time)
      ended[count++] = symbol
    }
    for (let index = 0; index < count; index += 1) this.#endBar(ended[index] as RunSymbol)
    broker.checkMargin(time)
    if (time >= this.#session.close) this.#broker.sessionEnd(time)
    if (this.#heard < this.#events.length) this.#hearFills()
    for (let index = 0; index < count; index += 1) this.#tellBar(ended[index] as RunSymbol)
    this.#noteEquity()
  }

  /** The next bar of a symbol has ended: its position stands at the close, and it becomes visible. */
  #endBar(symbol: RunSymbol): void {
    const { number, columns, next, book, series } = symbol
    this.#broker.mark(number, at(columns.close, next))
    if (book.isHeld) book.bar(at(columns.high, next), at(columns.low, next))
    symbol.next = next + 1
    this.#nextEnds[number] = nextEndOf(symbol)
    for (let index = 0; index < series.length; index += 1) (series[index] as RunSeries).showUntil(this.#now)
    this.#bars += 1
    if (this.#bars % barsBetweenNotices === 0) this.#progress(this.#bars, this.#total)
  }

  #tellBar(symbol: RunSymbol): void {
    const { minCoverage, onBar } = this.#strategy
    if (!onBar) return
    if (minCoverage !== undefined) {
      const coverage = this.#coverageOf(symbol)
      if (coverage < minCoverage) {
        this.#skipped.push({ symbol: symbol.name, at: this.#now, coverage })
        return
      }
    }
    const place = this.#place
    place.during = 'onBar'
    place.at = this.#now
    place.symbol = symbol.name
    try {
      this.#strategy.onBar?.(this.#context, showBar(symbol.view, symbol.next - 1))
    } catch (error) {
      throw new StrategyError(error, place)
    }
  }

  /** Tells the strategy of fills since it was told last. What it orders then is filled from the next bar on. */
  #hearFills(): void {
    const { onFill } = this.#strategy
    if (!onFill) this.#heard = this.#events.length
    while (this.#heard < this.#events.length) {
      const event = this.#events[this.#heard] as OrderEvent
      this.#heard += 1
      if (event.type === 'filled')
        this.#ask('onFill', event.fill.symbol, () =>
          this.#strategy.onFill?.(this.#context, Object.freeze(event.fill)),
        )
    }
  }

  #ask(during: StrategyPlace['during'], symbol: string | undefined, call: () => void): void {
    try {
      call()
    } catch (error) {
      throw new StrategyError(error, { during, at: this.#now, symbol })
    }
  }

  #take(event: OrderEvent): void {
    if (event.type === 'trailed') {
      const told = this.#trails.take(event)
      if (told) this.#events.push(told)
      return
    }
    if (this.#happened === mostEvents)
      throw new Failure(
        'usage',
        `More than ${mostEvents.toLocaleString('en-US')} things happened to orders; let the strategy order less.`,
      )
    this.#happened += 1
    this.#events.push(event)
    if (event.type !== 'filled') return
    this.#byName.get(event.fill.symbol)?.book.fill(event.fill)
  }

  #noteEquity(): void {
    const { account } = this.#broker
    this.#curve.note(this.#lastEnd, account.equity(), account.cash, account.exposure())
  }

  #takeActions({ number, actions, book, series }: RunSymbol, session: number): void {
    const { account } = this.#broker
    for (const action of actions) {
      if (action.session !== session) continue
      if (action.type === 'split') {
        this.#broker.split(number, action.ratio)
        book.split(action.ratio)
        book.payOut(account.quantity(number), account.lastPrice(number), this.#now)
        for (const shown of series) shown.split(action.ratio)
      } else {
        const money = account.quantity(number) * action.perShare
        this.#broker.dividend(number, action.perShare)
        book.dividend(money)
      }
    }
  }

  #coverageOf(symbol: RunSymbol | undefined): number {
    return symbol?.coverage.percent(this.#session, this.#now) ?? Number.NaN
  }

  #seriesOf(name: string, wanted: Interval): RunSeries {
    const symbol = this.#byName.get(name)
    if (!symbol) throw new Failure('usage', `${name} is not a symbol of this run.`)
    const interval = parseInterval(wanted) ?? wanted
    const { interval: base, sessions } = this.#input
    const { columns, end, sessionStarts } =
      interval === base ? symbol : longerBars(symbol, sessions, base, interval)
    const splits = symbol.actions.flatMap((action) =>
      action.type === 'split' ? [at32(sessionStarts, action.session)] : [],
    )
    const series = new RunSeries(columns, end, [...sessionStarts.subarray(0, -1)], splits)
    for (const action of symbol.actions)
      if (action.type === 'split' && action.session <= this.#number) series.split(action.ratio)
    series.showUntil(this.#now)
    symbol.series.push(series)
    return series
  }
}

function nextEndOf({ next, limit, end }: RunSymbol): number {
  return next < limit ? at(end, next) : Number.POSITIVE_INFINITY
}

function toldOf({ date, open, close, earlyClose }: Session): StrategySession {
  return Object.freeze({ date, open, close, earlyClose })
}

function at32(column: Int32Array, index: number): number {
  return column[index] as number
}
