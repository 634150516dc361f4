import { z } from 'zod'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { barViews } from '#shared/bars/bar-view.ts'
import { dateOfDay, dayNumber } from '#shared/calendar/session-date.ts'
import type { ListedSymbol } from '#shared/protocol/store-calls.ts'

export const commissionKinds = ['none', 'per-share', 'per-trade', 'percent', 'table'] as const
export const costKinds = ['none', 'ticks', 'percent'] as const

const line = z.string().max(200)

/** A backtest as it is typed. */
export const formTextShape = z.object({
  /** See `strategyKey`. */
  strategy: z.string().max(5000),
  /** By strategy, then by param: what was typed; a param that is not there is at its default. */
  params: z.record(z.string(), z.record(z.string(), line)),
  exchange: z.string().max(40),
  /** All symbols of the exchange, a watchlist by its number, or those that are typed. */
  symbolsOf: z.union([z.enum(['all', 'list']), z.int()]),
  symbols: z.string().max(40_000),
  from: line,
  to: line,
  interval: line,
  view: z.enum(barViews),
  cash: line,
  commission: z.enum(commissionKinds),
  /** Money or percent. */
  rate: line,
  least: line,
  /** Lines of shares and money. */
  table: z.string().max(5000),
  slippage: z.enum(costKinds),
  slippageAmount: line,
  spread: z.enum(costKinds),
  spreadAmount: line,
  /** Percent of a bar's volume; empty for no limit. */
  volumeShare: line,
  /** Percent of a position's value. */
  initial: line,
  maintenance: line,
  allowShort: z.boolean(),
  closeAtEnd: z.boolean(),
})
export type FormText = z.infer<typeof formTextShape>

const offeredIntervals = ['1m', '5m', '15m', '30m', '1h', '1d'] as const

/** Lengths of bars to choose from; one that was chosen elsewhere is among them. */
export function intervalsWith(chosen: string): readonly string[] {
  return [...new Set([...offeredIntervals, chosen])]
}

/** Sessions of about three months: enough to see something, and soon there. */
const firstDays = 90

/** A backtest before anything was typed: the last months of a list, or of all symbols, of an exchange. */
export function firstForm(
  exchange: string,
  symbolsOf: FormText['symbolsOf'],
  symbols: readonly ListedSymbol[],
): FormText {
  const { first, last } = storedSpan(symbols)
  const { cash, margin, allowShort } = usualBroker
  return {
    strategy: '',
    params: {},
    exchange,
    symbolsOf,
    symbols: '',
    from: first !== undefined && last !== undefined ? laterOf(first, daysBefore(last, firstDays)) : '',
    to: last ?? '',
    interval: '1m',
    view: 'as-repaired',
    cash: String(cash),
    commission: 'none',
    rate: '0.005',
    least: '',
    table: '1000,0.005\n,0.003',
    slippage: 'none',
    slippageAmount: '1',
    spread: 'none',
    spreadAmount: '1',
    volumeShare: '',
    initial: String(100 * margin.initial),
    maintenance: String(100 * margin.maintenance),
    allowShort,
    closeAtEnd: false,
  }
}

/** First and last session that any of these symbols has minute bars of. */
export function storedSpan(symbols: readonly ListedSymbol[]): {
  readonly first: string | undefined
  readonly last: string | undefined
} {
  const firsts = symbols.flatMap(({ firstSession }) => firstSession ?? [])
  const lasts = symbols.flatMap(({ lastSession }) => lastSession ?? [])
  return { first: firsts.toSorted()[0], last: lasts.toSorted().at(-1) }
}

function daysBefore(date: string, days: number): string {
  return dateOfDay(dayNumber(date as Parameters<typeof dayNumber>[0]) - days)
}

function laterOf(one: string, other: string): string {
  return one > other ? one : other
}
