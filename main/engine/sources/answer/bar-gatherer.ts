import { setValues } from '#shared/bars/bar-values.ts'
import { allocateColumns, at, type BarColumns } from '#shared/bars/columns.ts'
import { intradayMs } from '#shared/bars/interval.ts'
import { recorded } from '#shared/bars/state.ts'
import { type EpochMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import type { BarAnswer, BarRequest, RejectedBar, SourceFault } from '../data-source.ts'
import { faultOf } from '../fault.ts'
import { barFault, type RawBar } from './bar-fault.ts'

/** From where up to where an answer is complete, and why no further. */
export interface Horizon {
  /** The start of the window unless told. */
  readonly since?: EpochMs
  readonly until: EpochMs
  readonly fault: SourceFault
}

/** What came of one symbol. */
interface Gathered {
  readonly bars: Map<number, RawBar & { readonly state: number }>
  readonly rejected: RejectedBar[]
  /** Of the rejected bars those that were not merely outside the window. */
  wrong: number
}

/** When a request was sent, by the clock that the source's bars follow. */
export interface GatherClock {
  /** Bars that end after this are not over and are dropped. */
  readonly now: EpochMs
  /** How long after a minute its absence says something: until then it may not be published yet. */
  readonly settleMs: number
}

/** More than this of the window wrong, and the source answers in another way altogether: as imports have it. */
const mostBadShare = 0.5

/** Gathers what comes for a request, checks each bar at the door, and makes answers of it. */
export class BarGatherer {
  readonly #source: string
  readonly #request: BarRequest
  readonly #clock: GatherClock
  readonly #stepMs: number
  readonly #symbols: ReadonlyMap<string, Gathered>

  constructor(source: string, request: BarRequest, clock: GatherClock) {
    this.#source = source
    this.#request = request
    this.#clock = clock
    this.#stepMs = intradayMs(request.interval) ?? minuteMs
    this.#symbols = new Map(
      request.symbols.map((symbol) => [symbol, { bars: new Map(), rejected: [], wrong: 0 }]),
    )
  }

  /** Whether the symbol was asked for. */
  asksFor(symbol: string): boolean {
    return this.#symbols.has(symbol)
  }

  /**
   * Takes a bar of a symbol that was asked for; the later of two with the same start counts. Answers whether it
   * is one that was not there before.
   */
  add(symbol: string, bar: RawBar, state: number = recorded): boolean {
    const gathered = this.#of(symbol)
    const { bars, rejected } = gathered
    const reason = barFault(bar, this.#request)
    if (reason !== undefined) {
      const start = Number.isFinite(bar.start) ? (bar.start as EpochMs) : undefined
      if (start === undefined || this.#isInside(start)) gathered.wrong++
      rejected.push({ start, reason })
      return false
    }
    if (bar.start + this.#stepMs > this.#clock.now) return false
    const isNew = !bars.has(bar.start)
    bars.set(bar.start, { ...bar, state })
    return isNew
  }

  /** Takes those bars of columns that lie in the window. */
  addColumns(symbol: string, columns: BarColumns): void {
    for (let index = 0; index < columns.start.length; index++)
      if (this.#isInside(at(columns.start, index)))
        this.add(symbol, barAt(columns, index), at(columns.state, index))
  }

  /** Takes note of a bar that could not even be read. */
  reject(symbol: string, reason: string): void {
    this.#of(symbol).rejected.push({ start: undefined, reason })
  }

  /** The answers, complete but for the symbols that `horizonOf` knows an end of. */
  answers(horizonOf: (symbol: string) => Horizon | undefined): ReadonlyMap<string, BarAnswer> {
    return new Map(this.#request.symbols.map((symbol) => [symbol, this.#answer(symbol, horizonOf(symbol))]))
  }

  #answer(symbol: string, horizon: Horizon | undefined): BarAnswer {
    const { bars, rejected, wrong } = this.#of(symbol)
    if (wrong > mostBadShare * (bars.size + wrong))
      return { kind: 'failed', fault: this.#mostlyBad(symbol, wrong, bars.size, rejected) }
    const columns = columnsOf([...bars.values()].sort((one, other) => one.start - other.start))
    const { start, end } = this.#request
    const since = horizon?.since ?? start
    const { until, fault } = earliest(horizon, this.#unfinished())
    if (until < end || since > start) {
      if (until <= since && bars.size === 0) return { kind: 'failed', fault }
      const reached = Math.min(Math.max(until, since), end) as EpochMs
      return { kind: 'truncated', columns, rejected, ...(since > start && { since }), until: reached, fault }
    }
    if (bars.size === 0 && rejected.length === 0) return { kind: 'empty' }
    return { kind: 'bars', columns, rejected }
  }

  /** No source can answer for minutes that are not over and published. */
  #unfinished(): Horizon {
    const { now, settleMs } = this.#clock
    const settled = now - settleMs
    const until = (settled - (settled % this.#stepMs)) as EpochMs
    const cause = `${this.#source} was asked at ${formatUtc(now)}, before the time asked for was sure to be complete.`
    const retryAfterMs = Math.max(minuteMs, this.#request.end - settled)
    return { until, fault: faultOf('not-yet', cause, { retryAfterMs }) }
  }

  #mostlyBad(symbol: string, bad: number, good: number, rejected: readonly RejectedBar[]): SourceFault {
    const [reason] = rejected.flatMap(({ start, reason }) =>
      start === undefined || this.#isInside(start) ? [reason] : [],
    )
    return faultOf(
      'bad-answer',
      `${this.#source} sent ${bad + good} bars of ${symbol}, of which ${bad} cannot be right: ${reason}. ` +
        'Check its settings.',
    )
  }

  #isInside(time: number): boolean {
    return time >= this.#request.start && time < this.#request.end
  }

  #of(symbol: string): Gathered {
    const gathered = this.#symbols.get(symbol)
    if (!gathered) throw new RangeError(`${symbol} was not asked for`)
    return gathered
  }
}

function earliest(horizon: Horizon | undefined, other: Horizon): Horizon {
  return horizon && horizon.until <= other.until ? horizon : other
}

function barAt({ start, open, high, low, close, volume }: BarColumns, index: number): RawBar {
  return {
    start: at(start, index),
    open: at(open, index),
    high: at(high, index),
    low: at(low, index),
    close: at(close, index),
    volume: at(volume, index),
  }
}

function columnsOf(bars: readonly (RawBar & { readonly state: number })[]): BarColumns {
  const columns = allocateColumns(bars.length)
  for (const [index, bar] of bars.entries()) {
    columns.start[index] = bar.start
    setValues(columns, index, bar)
  }
  return columns
}
