import { type Interval, parseInterval } from '#shared/bars/interval.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { OrderId, OrderRequest } from '#shared/strategy/order.ts'
import type {
  OpenOrder,
  StrategyBars,
  StrategyContext,
  StrategyIndicator,
  StrategyPosition,
  StrategySession,
  TargetRequest,
} from '#shared/strategy/strategy.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { AnalysisEngine } from '../../analysis/analysis-engine.ts'
import type { Broker } from '../broker/broker.ts'
import { plainCopy } from './plain-copy.ts'
import { BarsReader, IndicatorReader, PositionReader } from './readers.ts'

/** What a context needs of the run that it is of. */
export interface ContextRun {
  readonly interval: Interval
  readonly symbols: readonly string[]
  readonly params: Readonly<Record<string, number>>
  readonly broker: Broker
  readonly analysis: AnalysisEngine
  readonly now: () => EpochMs
  readonly session: () => StrategySession
  readonly coverage: (symbol: number) => number
  readonly log: (text: string) => void
  /** Uniform in [0, 1). */
  readonly random: () => number
}

interface AskedIndicator {
  readonly name: string
  readonly interval: Interval
  readonly params: Readonly<Record<string, number>>
  readonly indicator: StrategyIndicator
}

const noParams = {}

/**
 * What a strategy reads and does in a run. Objects for a symbol are made once and read the run as it
 * stands; functions may be taken out of it.
 */
export class RunContext implements StrategyContext {
  readonly params: Readonly<Record<string, number>>
  readonly symbols: readonly string[]
  readonly #run: ContextRun
  readonly #numbers: ReadonlyMap<string, number>
  readonly #positions = new Map<string, StrategyPosition>()
  readonly #bars = new Map<string, StrategyBars>()
  /** Those that were asked for, by symbol: there are few of them, and they are asked for at every bar. */
  readonly #indicators = new Map<string, readonly AskedIndicator[]>()

  constructor(run: ContextRun) {
    this.#run = run
    this.params = Object.freeze({ ...run.params })
    this.symbols = Object.freeze([...run.symbols])
    this.#numbers = new Map(run.symbols.map((symbol, number) => [symbol, number]))
  }

  get now(): EpochMs {
    return this.#run.now()
  }

  get session(): StrategySession {
    return this.#run.session()
  }

  get cash(): number {
    return this.#run.broker.account.cash
  }

  get equity(): number {
    return this.#run.broker.account.equity()
  }

  readonly position = (symbol: string): StrategyPosition => {
    const known = this.#positions.get(symbol)
    if (known) return known
    const number = this.#numberOf(symbol)
    const made = new PositionReader(this.#run.broker.account, number)
    this.#positions.set(symbol, made)
    return made
  }

  readonly bars = (symbol: string, interval?: string): StrategyBars => {
    const wanted = this.#intervalOf(interval)
    const key = `${symbol} ${wanted}`
    const known = this.#bars.get(key)
    if (known) return known
    this.#numberOf(symbol)
    const made = new BarsReader(this.#run.analysis.bars(symbol, wanted))
    this.#bars.set(key, made)
    return made
  }

  readonly indicator = (
    symbol: string,
    name: string,
    params: Readonly<Record<string, number>> = noParams,
    interval?: string,
  ): StrategyIndicator => {
    const wanted = this.#intervalOf(interval)
    const asked = this.#indicators.get(symbol) ?? []
    for (const one of asked)
      if (one.name === name && one.interval === wanted && areSame(one.params, params)) return one.indicator
    this.#numberOf(symbol)
    const made = new IndicatorReader(this.#run.analysis.indicator(symbol, wanted, name, params))
    this.#indicators.set(symbol, [
      ...asked,
      { name, interval: wanted, params: { ...params }, indicator: made },
    ])
    return made
  }

  readonly quality = (symbol: string): { readonly coverage: number } => {
    return { coverage: this.#run.coverage(this.#numberOf(symbol)) }
  }

  readonly order = (request: OrderRequest): OrderId => {
    // It is checked by the broker, whatever it is.
    return this.#run.broker.place(plainCopy(request) as OrderRequest, this.now)
  }

  readonly target = (request: TargetRequest): OrderId | undefined => {
    const { symbol } = request
    const number = this.#numberOf(symbol)
    const { broker } = this.#run
    const wanted = 'quantity' in request ? request.quantity : this.#sharesOf(symbol, request.percent)
    const change = wanted - broker.account.quantity(number) - broker.waitingAtMarket(number)
    if (change === 0 || !Number.isFinite(change)) return undefined
    return broker.place({ symbol, side: change > 0 ? 'buy' : 'sell', quantity: Math.abs(change) }, this.now)
  }

  readonly cancel = (order: OrderId): void => {
    this.#run.broker.cancel(order, this.now)
  }

  readonly orders = (symbol?: string): readonly OpenOrder[] => {
    const number = symbol === undefined ? undefined : this.#numberOf(symbol)
    return this.#run.broker.openOrders(number).map((order) => plainCopy(order) as OpenOrder)
  }

  readonly log = (text: string): void => {
    this.#run.log(String(text))
  }

  readonly random = (): number => this.#run.random()

  /** Whole shares that are worth a part of the equity at the last close. */
  #sharesOf(symbol: string, percent: number): number {
    const price = this.bars(symbol).close()
    return Math.trunc((this.equity * percent) / 100 / price)
  }

  #intervalOf(interval: string | undefined): Interval {
    if (interval === undefined) return this.#run.interval
    const parsed = parseInterval(interval)
    if (!parsed) throw new Failure('usage', `"${interval}" is no interval; write 1m, 5m, 1h or 1d.`)
    return parsed
  }

  #numberOf(symbol: string): number {
    const number = this.#numbers.get(symbol)
    if (number === undefined)
      throw new Failure('usage', `${symbol} is not a symbol of this run; it has ${this.symbols.join(', ')}.`)
    return number
  }
}

function areSame(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): boolean {
  let count = 0
  for (const name in other) {
    if (one[name] !== other[name]) return false
    count += 1
  }
  for (const _ in one) count -= 1
  return count === 0
}
