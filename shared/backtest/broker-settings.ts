/** What a broker takes for an order, however many fills it takes: each fill is charged what it adds to that. */
export type Commission =
  | { readonly kind: 'none' }
  | { readonly kind: 'per-share'; readonly money: number; readonly least?: number }
  | { readonly kind: 'per-trade'; readonly money: number }
  | { readonly kind: 'percent'; readonly percent: number }
  /** All shares at the rate of the first row whose `upTo` reaches them; the last row has none. */
  | {
      readonly kind: 'table'
      readonly rows: readonly { readonly upTo: number | undefined; readonly perShare: number }[]
    }

/** By how much a fill of a market or stop order is worse than the price that was seen. */
export type Slippage =
  | { readonly kind: 'none' }
  | { readonly kind: 'ticks'; readonly ticks: number }
  | { readonly kind: 'percent'; readonly percent: number }

/** Of market and stop orders half of it is paid; limit orders wait for their price. */
export type Spread =
  | { readonly kind: 'none' }
  | { readonly kind: 'ticks'; readonly ticks: number }
  | { readonly kind: 'percent'; readonly percent: number }

export interface BrokerSettings {
  readonly cash: number
  readonly commission: Commission
  readonly slippage: Slippage
  readonly spread: Spread
  /** Percent of a bar's volume that orders get at most; undefined for no limit. */
  readonly volumeShare: number | undefined
  /** Equity that a position needs, as parts of its value: to open it, and to keep it. 1 and 1 for a cash account. */
  readonly margin: { readonly initial: number; readonly maintenance: number }
  readonly allowShort: boolean
}

/** How prices and quantities of a symbol are stepped. */
export interface Instrument {
  readonly symbol: string
  readonly tick: number
  readonly lot: number
  /** Made by a generator as a whole: its bars may fill orders, and everything says so. */
  readonly synthetic: boolean
}

export const usualBroker: BrokerSettings = {
  cash: 100_000,
  commission: { kind: 'none' },
  slippage: { kind: 'none' },
  spread: { kind: 'none' },
  volumeShare: undefined,
  margin: { initial: 0.5, maintenance: 0.25 },
  allowShort: true,
}
