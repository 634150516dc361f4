import { activityStatistics } from '#shared/backtest/activity-statistics.ts'
import { drawdownStatistics } from '#shared/backtest/drawdown-statistics.ts'
import { returnStatistics } from '#shared/backtest/return-statistics.ts'
import type { Measure } from '#shared/backtest/statistic.ts'
import { type StatisticName, statistics } from '#shared/backtest/statistics.ts'
import { tradeStatistics } from '#shared/backtest/trade-statistics.ts'
import { measureText } from './formats.ts'
import { type Html, html } from './html.ts'

export type Measures = Readonly<Record<StatisticName, Measure>>

/** The ones to see first. */
const keyNames: readonly StatisticName[] = [
  'returnPct',
  'cagrPct',
  'maxDrawdownPct',
  'sharpe',
  'winRatePct',
  'trades',
]

const groups: readonly { readonly title: string; readonly names: readonly string[] }[] = [
  { title: 'Return', names: Object.keys(returnStatistics) },
  { title: 'Drawdown', names: Object.keys(drawdownStatistics) },
  { title: 'Activity', names: Object.keys(activityStatistics) },
  { title: 'Trades', names: Object.keys(tradeStatistics) },
]

/** What is compared with buying and holding: of the run, of holding, and the difference. */
const comparisons: readonly (readonly [StatisticName, StatisticName, StatisticName])[] = [
  ['returnPct', 'holdReturnPct', 'excessReturnPct'],
  ['cagrPct', 'holdCagrPct', 'excessCagrPct'],
  ['maxDrawdownPct', 'holdMaxDrawdownPct', 'excessMaxDrawdownPct'],
]

/** The first figures of a run, large. */
export function keyFigures(measures: Measures): Html {
  const tiles = keyNames.map((name) => {
    const { title, unit } = statistics[name]
    const measure = measures[name]
    const isReturn = name === 'returnPct' && typeof measure === 'number' && measure !== 0
    const tone = isReturn ? (measure < 0 ? 'bad' : 'good') : ''
    const text = typeof measure === 'number' ? measureText(measure, unit) : '–'
    return html`<div><dt>${title}</dt><dd class="${tone}">${text}</dd>${whyNone(measure)}</div>`
  })
  return html`<dl class="keys">${tiles}</dl>`
}

/** Every statistic of the run itself with its number, or why it has none. */
export function statisticsTable(measures: Measures): Html {
  const lists = groups.map(({ title, names }) => {
    const rows = (names as readonly StatisticName[]).map((name) => {
      const { formula } = statistics[name]
      return html`<div title="${formula}"><dt>${statistics[name].title}</dt><dd>${valueText(measures, name)}</dd></div>
`
    })
    return html`<div><h3>${title}</h3><dl>${rows}</dl></div>`
  })
  return html`<div class="statistics">${lists}</div>`
}

/** The run beside buying and holding. */
export function comparisonTable(measures: Measures): Html {
  const rows = comparisons.map((names) => {
    const cells = names.map((name) => html`<td>${valueText(measures, name)}</td>`)
    return html`<tr><th scope="row">${statistics[names[0]].title}</th>${cells}</tr>`
  })
  return html`<table class="comparison">
<thead><tr><td></td><th scope="col">Strategy</th><th scope="col">Buy and hold</th><th scope="col">Difference</th></tr></thead>
<tbody>${rows}</tbody></table>`
}

function valueText(measures: Measures, name: StatisticName): Html {
  const measure = measures[name]
  const { unit } = statistics[name]
  return typeof measure === 'number' ? html`${measureText(measure, unit)}` : html`${whyNone(measure)}`
}

function whyNone(measure: Measure): Html | undefined {
  return typeof measure === 'number' ? undefined : html`<small class="why">none: ${measure.why}</small>`
}
