import type { Interval } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { BarKind } from '../store/store.ts'
import type { DateOrder } from './text/stamp.ts'

/** Which fields of a line hold open, high, low, close and volume; a volume that is absent counts as 0. */
export interface PriceFields {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number | undefined
}

export type EpochUnit = 's' | 'ms' | 'us' | 'ns'

/** How a line says when its bar is. */
export type TimeForm =
  /** Text of a calendar; the time of day stands in the field `clock` where it has one of its own. */
  | { readonly kind: 'calendar'; readonly order: DateOrder; readonly clock: number | undefined }
  /** A count since 1970 in UTC. */
  | { readonly kind: 'epoch'; readonly unit: EpochUnit }
  /** Milliseconds since midnight of one local day, itself in milliseconds as if UTC. */
  | { readonly kind: 'ms-of-day'; readonly day: number }

/** How the lines of a file are to be read: found out once, then applied to every line. */
export interface Dialect {
  /** Byte between fields. */
  readonly separator: number
  /** Byte of the decimal point. */
  readonly point: number
  /** Lines before the first bar. */
  readonly headerLines: number
  readonly time: TimeForm
  readonly timeField: number
  /** Zone of times without an offset of their own. */
  readonly zone: string
  readonly stamp: 'start' | 'end'
  readonly interval: Interval
  /** Prices are the written numbers times 10^priceExponent. */
  readonly priceExponent: number
  readonly kind: BarKind
  /** The prices of a trade bar, or bid and ask of a quote bar. */
  readonly sides: readonly PriceFields[]
  /** Field that names the state of a bar, as the bars command prints it. */
  readonly stateField: number | undefined
  /** The field that names the symbol, or the symbol of all lines. */
  readonly symbol: { readonly field: number } | { readonly name: string }
  readonly calendar: TradingCalendar
  /** Whether times name their own offset to UTC, which then counts. */
  readonly stampsHaveOffset: boolean
}
