import { formatUtc } from '#shared/time/epoch.ts'
import { lookAheadText } from '../engine/backtest/trust/look-ahead-text.ts'
import { cuts, type Trust } from '../engine/backtest/trust/run-trust.ts'
import { textTable } from './text-table.ts'

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
  return `\n${textTable(header, rows, header.slice(1))}\n${lookAheadText(lookAhead, cuts)}\n`
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
