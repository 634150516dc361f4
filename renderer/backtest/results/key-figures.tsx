import { measureText, moneyText, percentText } from '#shared/backtest/figure-text.ts'
import { type StatisticName, statistics } from '#shared/backtest/statistics.ts'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import { classes } from '../../ui/classes.ts'
import { Tip } from '../../ui/tip.tsx'
import { toneOf } from '../runs/run-row.tsx'
import { measureOf } from './measure-of.ts'
import { StatisticTip } from './statistic-tip.tsx'

interface Figure {
  readonly name: StatisticName
  readonly label: string
  /** Whether it is coloured by its sign. */
  readonly toned?: true
}

const figures: readonly Figure[] = [
  { name: 'profit', label: 'Net profit', toned: true },
  { name: 'cagrPct', label: 'CAGR', toned: true },
  { name: 'sharpe', label: 'Sharpe' },
  { name: 'maxDrawdownPct', label: 'Max drawdown' },
  { name: 'winRatePct', label: 'Win rate' },
  { name: 'profitFactor', label: 'Profit factor' },
  { name: 'excessReturnPct', label: 'Over hold', toned: true },
]

/** The first figures of a run, large. */
export function KeyFigures({ run }: { run: KeptRun }) {
  return (
    <ul aria-label="Key figures" className="grid shrink-0 grid-cols-7 border-line border-y">
      {figures.map((figure) => (
        <li key={figure.name} className="min-w-0 border-line border-r first:pl-2 last:border-r-0">
          <KeyFigure run={run} figure={figure} />
        </li>
      ))}
    </ul>
  )
}

function KeyFigure({ run, figure: { name, label, toned } }: { run: KeptRun; figure: Figure }) {
  const measure = measureOf(run, name)
  const value = typeof measure === 'number' ? measure : undefined
  return (
    <Tip text={<StatisticTip name={name} measure={measure} />}>
      <button type="button" data-figure={name} className="block w-full px-3 py-2 text-left -outline-offset-2">
        <span className="block truncate text-muted text-xs">{label}</span>
        <span
          className={classes(
            'block truncate font-semibold text-lg leading-6 tabular-nums',
            toned && toneOf(value),
            value === undefined && 'text-faint',
          )}
        >
          {value === undefined ? '–' : textOf(name, value)}
        </span>
        <span className="block h-4 truncate text-2xs text-faint">{noteOf(run, name, measure)}</span>
      </button>
    </Tip>
  )
}

function textOf(name: StatisticName, value: number): string {
  if (name === 'profit') return moneyText(value, 'signed')
  if (name === 'cagrPct') return percentText(value, 'signed')
  return measureText(value, statistics[name].unit)
}

/** What stands under a figure: why there is none, or what it is beside. */
function noteOf(run: KeptRun, name: StatisticName, measure: ReturnType<typeof measureOf>): string {
  // There is room for the first part of a reason; the tip tells all of it.
  if (typeof measure !== 'number') return measure.why.split(',', 1).join('')
  const beside: Partial<Record<StatisticName, readonly [StatisticName, string]>> = {
    profit: ['returnPct', ''],
    cagrPct: ['holdCagrPct', 'hold '],
    sharpe: ['sortino', 'Sortino '],
    maxDrawdownPct: ['holdMaxDrawdownPct', 'hold '],
    winRatePct: ['trades', 'of '],
    profitFactor: ['expectancy', 'a trade '],
    excessReturnPct: ['holdReturnPct', 'hold '],
  }
  const [other, prefix = ''] = beside[name] ?? []
  const value = other && measureOf(run, other)
  if (!other || typeof value !== 'number') return ''
  const text =
    other === 'returnPct' ? percentText(value, 'signed') : measureText(value, statistics[other].unit)
  return `${prefix}${text}${other === 'trades' ? ' closed' : ''}`
}
