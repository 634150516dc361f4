import { measureText } from '#shared/backtest/figure-text.ts'
import type { Measure } from '#shared/backtest/statistic.ts'
import {
  type Measures,
  type StatisticName,
  statisticGroups,
  statistics,
} from '#shared/backtest/statistics.ts'
import { type Html, html } from './html.ts'

/** The ones to see first. */
const keyNames: readonly StatisticName[] = [
  'returnPct',
  'cagrPct',
  'maxDrawdownPct',
  'sharpe',
  'winRatePct',
  'trades',
]

/** What is compared with buying and holding: of the run, of holding, and the difference. */
const comparisons: readonly (readonly [StatisticName, StatisticName, StatisticName])[] = [
  ['returnPct', 'holdReturnPct', 'excessReturnPct'],
  ['cagrPct', 'holdCagrPct', 'excessCagrPct'],
  ['maxDrawdownPct', 'holdMaxDrawdownPct', 'excessMaxDrawdownPct'],
]

const compared = new Set<StatisticName>(comparisons.flatMap((names) => names.slice(1)))
/** What is compared has a table of its own. */
const groupsOfRun = statisticGroups.filter(({ names }) => !names.every((name) => compared.has(name)))

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
  const lists = groupsOfRun.map(({ title, names }) => {
    const rows = names.map((name) => {
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
  return html`<div class="wide"><table class="comparison">
<thead><tr><td></td><th scope="col">Strategy</th><th scope="col">Buy and hold</th><th scope="col">Difference</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
}

function valueText(measures: Measures, name: StatisticName): Html {
  const measure = measures[name]
  const { unit } = statistics[name]
  return typeof measure === 'number' ? html`${measureText(measure, unit)}` : html`${whyNone(measure)}`
}

function whyNone(measure: Measure): Html | undefined {
  return typeof measure === 'number' ? undefined : html`<small class="why">none: ${measure.why}</small>`
}
