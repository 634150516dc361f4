import { percentText } from '#shared/backtest/figure-text.ts'
import type { BarView } from '#shared/bars/bar-view.ts'
import type { BacktestRequest, KeptRun } from '#shared/protocol/backtest-calls.ts'
import { countText } from '../../calendar/summary.ts'
import { formatCount } from '../../charts/prices.ts'
import { formatSession } from '../../time/zone.ts'

/** "SPY", "SPY, AIG, BAC", "SPY, AIG and 22 more". */
export function symbolWords(symbols: readonly string[]): string {
  if (symbols.length <= 3) return symbols.join(', ')
  return `${symbols.slice(0, 2).join(', ')} and ${formatCount(symbols.length - 2)} more`
}

/** "Mon 18 Nov – Mon 2 Dec 2024", the year of both where it is not the same; or the one day. */
export function spanWords({ from, to }: Pick<BacktestRequest, 'from' | 'to'>): string {
  if (from === to) return formatSession(from)
  const first =
    from.slice(0, 4) === to.slice(0, 4) ? formatSession(from).replace(/ \d{4}$/, '') : formatSession(from)
  return `${first} – ${formatSession(to)}`
}

export function viewWords(view: BarView): string {
  return view === 'as-traded' ? 'as traded' : 'as repaired'
}

/** What a run was of, in a line; not what its name says already. */
export function runWords(run: KeptRun): string {
  const { interval, view } = run.request
  return [
    ...subjectOf(run),
    spanWords(run.request),
    `${countText(run.bars, 'bar', 'bars')} of ${interval} ${viewWords(view)}`,
  ].join(' · ')
}

/** The same with its params in place of its bars. */
export function contentWords(run: KeptRun): string {
  const params = Object.entries(run.request.params).map(([name, value]) => `${name} ${value}`)
  return [...subjectOf(run), ...(params.length > 0 ? [params.join(', ')] : [])].join(' · ')
}

/** A run that was not named is called by its strategy and symbols. */
function subjectOf({ name, strategy, request: { symbols } }: KeptRun): readonly string[] {
  if (name.startsWith(strategy)) return [countText(symbols.length, 'symbol', 'symbols')]
  return [strategy, symbolWords(symbols)]
}

/** The return of a run, undefined where it has none. */
export function returnOf({ measures }: Pick<KeptRun, 'measures'>): number | undefined {
  const measure = measures.returnPct
  return typeof measure === 'number' ? measure : undefined
}

/** That a run is through, and what came of it. */
export function endWords(run: KeptRun): string {
  const gain = returnOf(run)
  const result = gain === undefined ? '' : `, ${percentText(gain, 'signed')}`
  return `${run.name} is through: ${countText(run.trades, 'trade', 'trades')}${result}.`
}
