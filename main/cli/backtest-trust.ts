import type { BacktestResult } from '#shared/backtest/result.ts'
import { measureRun, valuesOf } from '#shared/backtest/statistics.ts'
import { intradayMs } from '#shared/bars/interval.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import { runResults } from '../engine/backtest/results/run-results.ts'
import type { BacktestInput } from '../engine/backtest/run/backtest-input.ts'
import { forwardFilled, withoutGappySessions } from '../engine/backtest/trust/gap-variants.ts'
import { findLookAhead, type LookAhead, type RunAgain } from '../engine/backtest/trust/look-ahead.ts'
import { textTable } from './text-table.ts'

/** How a run comes out when its data are taken otherwise. */
export interface Variant {
  readonly name: string
  readonly trades: number
  /** Undefined where no session is left, or nothing can be worked out. */
  readonly returnPct: number | undefined
  readonly maxDrawdownPct: number | undefined
}

export interface Trust {
  readonly variants: readonly Variant[]
  readonly lookAhead: LookAhead | undefined
}

type NamedInput = readonly [name: string, input: BacktestInput]

/** At so many points a run is cut off to see whether it looks ahead. */
const cuts = 8

/**
 * Runs a backtest again with its gaps left, filled forward and dropped where its bars are shorter than a day, with bars as traded and as repaired, and on
 * bars that are cut off.
 */
export async function trustOf(
  views: { readonly asTraded: BacktestInput; readonly asRepaired: BacktestInput },
  input: BacktestInput,
  calendar: TradingCalendar,
  again: RunAgain,
): Promise<Trust> {
  const left: readonly NamedInput[] = [
    ['as traded, gaps left', views.asTraded],
    ['as repaired, gaps left', views.asRepaired],
  ]
  const others: readonly NamedInput[] = [
    ['as repaired, filled forward', forwardFilled(views.asRepaired)],
    ['as repaired, without sessions that have gaps', withoutGappySessions(views.asRepaired)],
  ]
  // Days have no minutes to miss.
  const inputs = intradayMs(input.interval) === undefined ? left : [...left, ...others]
  const variants: Variant[] = []
  for (const [name, given] of inputs) variants.push(await variantOf(name, given, calendar, again))
  return { variants, lookAhead: await findLookAhead(input, again, cuts) }
}

async function variantOf(
  name: string,
  input: BacktestInput,
  calendar: TradingCalendar,
  again: RunAgain,
): Promise<Variant> {
  if (input.symbols.some(({ columns }) => columns.start.length === 0))
    return { name, trades: 0, returnPct: undefined, maxDrawdownPct: undefined }
  const result: BacktestResult = await again(input)
  const { trades = 0, returnPct, maxDrawdownPct } = valuesOf(measureRun(runResults(input, result, calendar)))
  return { name, trades, returnPct, maxDrawdownPct }
}

/** In words, for a person. */
export function trustText({ variants, lookAhead }: Trust): string {
  const percent = (value: number | undefined): string =>
    value === undefined ? 'none' : `${value.toFixed(2)} %`
  const rows = variants.map(({ name, trades, returnPct, maxDrawdownPct }) => [
    name,
    String(trades),
    percent(returnPct),
    percent(maxDrawdownPct),
  ])
  const header = ['Data', 'trades', 'return', 'drawdown']
  const said = lookAhead
    ? `Looks ahead: at ${formatUtc(lookAhead.at)} it decides otherwise about ${lookAhead.symbol} when the bars after ${formatUtc(lookAhead.cut)} are not there.`
    : `Looks at nothing ahead: cut off at ${cuts} points, it decides the same until then.`
  return `\n${textTable(header, rows, header.slice(1))}\n${said}\n`
}

/** As JSON has it; times as text. */
export function trustJson({ variants, lookAhead }: Trust) {
  return {
    variants: variants.map((variant) => ({
      ...variant,
      returnPct: variant.returnPct ?? null,
      maxDrawdownPct: variant.maxDrawdownPct ?? null,
    })),
    lookAhead: lookAhead
      ? { at: formatUtc(lookAhead.at), symbol: lookAhead.symbol, cut: formatUtc(lookAhead.cut) }
      : null,
  }
}
