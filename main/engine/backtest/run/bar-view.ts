import { at, type BarColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { type BarState, stateName } from '#shared/bars/state.ts'
import type { StrategyBar } from '#shared/strategy/strategy.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

let move: (view: BarView, index: number) => void

/** The bar a strategy is told of: one object for a symbol, set on the next bar before each call. */
export class BarView implements StrategyBar {
  readonly symbol: string
  readonly interval: Interval
  readonly #columns: BarColumns
  readonly #end: Float64Array
  #index = 0

  constructor(symbol: string, interval: Interval, columns: BarColumns, end: Float64Array) {
    this.symbol = symbol
    this.interval = interval
    this.#columns = columns
    this.#end = end
  }

  static {
    move = (view, index) => {
      view.#index = index
    }
  }

  get start(): EpochMs {
    return at(this.#columns.start, this.#index) as EpochMs
  }

  get end(): EpochMs {
    return at(this.#end, this.#index) as EpochMs
  }

  get open(): number {
    return at(this.#columns.open, this.#index)
  }

  get high(): number {
    return at(this.#columns.high, this.#index)
  }

  get low(): number {
    return at(this.#columns.low, this.#index)
  }

  get close(): number {
    return at(this.#columns.close, this.#index)
  }

  get volume(): number {
    return at(this.#columns.volume, this.#index)
  }

  get state(): BarState {
    return stateName(at(this.#columns.state, this.#index))
  }
}

/** Shows bar `index` from now on. Not of the view itself, or a strategy could show itself a bar to come. */
export function showBar(view: BarView, index: number): BarView {
  move(view, index)
  return view
}
