import { brokerFacts } from '#shared/backtest/broker-facts.ts'
import type { Fact } from '#shared/backtest/fact.ts'
import { measureText } from '#shared/backtest/figure-text.ts'
import { type StatisticName, statistics } from '#shared/backtest/statistics.ts'
import { windowResult } from '#shared/sweep/cell-result.ts'
import { cellMeans, mapPairs, type Sample } from '#shared/sweep/heat-map.ts'
import { cellParams } from '#shared/sweep/param-axes.ts'
import { bestOf, ranks, rankValue } from '#shared/sweep/rank.ts'
import { smallCells, windowFigureText } from '#shared/sweep/small-sample.ts'
import { sweepWarnings } from '#shared/sweep/warnings.ts'
import { equityChart } from '../../backtest/report/equity-chart.ts'
import { type Html, html } from '../../backtest/report/html.ts'
import { timeTicks } from '../../backtest/report/session-ticks.ts'
import { reportStyle } from '../../backtest/report/style.ts'
import type { FinishedSweep } from '../finished-sweep.ts'
import { heatMapTable } from './heat-map.ts'

const mostRows = 20

const mapStyle = `
.maps { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 20px; }
.maps + .maps { margin-top: 20px; }
.heat { border-collapse: separate; border-spacing: 2px; font-size: 12px; width: auto; }
.heat td { padding: 4px 6px; min-width: 22px; height: 22px; border-radius: 3px; text-align: center; }
.heat th { padding: 2px 4px; text-align: center; }
.heat .chosen { outline: 2px solid var(--accent); outline-offset: -1px; font-weight: 600; }
.warnings { margin: 0; padding: 0; list-style: none; display: grid; gap: 6px; }
.rows { font-size: 12.5px; }
.rows td, .rows th { padding: 5px 8px; border-bottom: 1px solid var(--line); }
`

/**
 * The report of a sweep as one HTML file that needs no other: its best cells, how far to believe them, and maps of
 * every two params, in sample beside out of sample. The same text for the same sweep.
 */
export function sweepReport(sweep: FinishedSweep): string {
  const { head, frame } = sweep
  const { title } = head.sweep
  const content = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}: sweep</title>
<style>`
  const warnings = sweepWarnings(frame, sweep.results, sweep.summary).map((line) => html`<li>${line}</li>`)
  const page = html`</style>
</head>
<body>
<main>
${header(sweep)}
<section><h2>How far to believe it</h2><ul class="warnings">${warnings}</ul></section>
${walkSections(sweep)}
${mapsSection(sweep)}
${frame.windows.length === 1 ? bestSection(sweep) : undefined}
<section><h2>Settings and data</h2>${factsList([...brokerFacts(head.sweep.broker), ...dataFacts(sweep)])}</section>
</main>
</body>
</html>
`
  return content.text + reportStyle + mapStyle + page.text
}

function header({ head, frame, results }: FinishedSweep): Html {
  const { title, symbols, interval } = head.sweep
  const dates = [head.sessions[0]?.date ?? '', head.sessions.at(-1)?.date ?? '']
  const chips = frame.axes.map(
    ({ name, values }) => html`<li><span>${name}</span> ${valuesText(values)}</li>`,
  )
  return html`<header>
<p class="eyebrow">Sweep</p>
<h1>${title}</h1>
<p class="about">${symbols.join(', ')} · ${dates.join(' to ')} · bars of ${interval} · ${results.length} cells by ${statistics[ranks[frame.by].statistic].title}</p>
<ul class="chips">${chips}</ul>
</header>`
}

function valuesText(values: readonly number[]): string {
  if (values.length < 2) return String(values[0] ?? '')
  return values.length <= 6 ? values.join(' ') : `${values[0]} to ${values.at(-1)}, ${values.length} values`
}

/** Maps of every two params that vary, the others as the best cell has them. */
function mapsSection({ frame, results }: FinishedSweep): Html | undefined {
  const { by, windows } = frame
  const { statistic, isLessBetter } = ranks[by]
  const samples: readonly Sample[] = windows[0]?.outOfSample ? ['in', 'out'] : ['in']
  const means = samples.map((sample) => cellMeans(frame, results, sample))
  const small = samples.map((sample) => smallCells(frame, results, sample))
  const chosenBy = means[0] ?? new Float64Array()
  const at = bestOf(isLessBetter ? chosenBy.map((value) => -value) : chosenBy)
  const pairs = mapPairs(frame.axes)
  if (at === undefined || pairs.length === 0) return undefined
  const scale = Float64Array.from(means.flatMap((values) => [...values]))
  const names: Readonly<Record<Sample, string>> = { in: 'In sample', out: 'Out of sample' }
  const maps = pairs.map(
    ({ x, y }) =>
      html`<div class="maps">${samples.map((sample, index) =>
        heatMapTable(frame, {
          title: samples.length > 1 ? names[sample] : '',
          values: means[index] ?? chosenBy,
          small: small[index] ?? new Uint8Array(),
          ...{ scale, x, y, at },
        }),
      )}</div>`,
  )
  const mean = windows.length > 1 ? ', mean over the windows' : ''
  const held =
    frame.axes.filter(({ values }) => values.length > 1).length > 2
      ? html`<p class="note">Params that are not on a map are those of the framed cell.</p>`
      : undefined
  return html`<section><h2>${statistics[statistic].title} by params${mean}</h2>${maps}${held}</section>`
}

function bestSection({ frame, results }: FinishedSweep): Html {
  const names = shownNames(ranks[frame.by].statistic)
  const isHeldBack = frame.windows[0]?.outOfSample !== undefined
  const ranked = results
    .map((result) => ({ result, value: rankValue(windowResult(result, 0)?.inSample, frame.by) }))
    .filter(({ value }) => !Number.isNaN(value))
    .sort((one, other) => other.value - one.value || one.result.cell - other.result.cell)
  const rows = ranked.slice(0, mostRows).map(({ result }) => {
    const figure = (sample: Sample, name: StatisticName): string =>
      windowFigureText(frame, windowResult(result, 0), { window: 0, sample }, name)
    const cells = [
      ...Object.values(cellParams(frame.axes, result.cell)).map(String),
      ...names.map((name) => figure('in', name)),
      ...(isHeldBack ? names.map((name) => figure('out', name)) : []),
    ]
    return html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`
  })
  const heads = [
    ...frame.axes.map(({ name }) => name),
    ...names.map((name) => statistics[name].title),
    ...(isHeldBack ? names.map((name) => `${statistics[name].title}, out of sample`) : []),
  ]
  if (rows.length === 0)
    return html`<section><p class="note">No cell has a number to be compared by.</p></section>`
  return html`<section class="long"><h2>Best cells</h2>${rowsTable(heads, rows)}</section>`
}

function walkSections({ frame, head, summary }: FinishedSweep): Html | undefined {
  const { walk } = summary
  if (head.sweep.split.kind !== 'walk-forward') return undefined
  const { statistic } = ranks[frame.by]
  const { title } = statistics[statistic]
  const dates = (range: { readonly from: number; readonly to: number } | undefined): string =>
    range ? `${head.sessions[range.from]?.date} to ${head.sessions[range.to - 1]?.date}` : ''
  const rows = frame.windows.map(({ inSample, outOfSample }, window) => {
    const best = summary.best.find((one) => one.window === window)
    const params = best ? Object.values(cellParams(frame.axes, best.cell)) : frame.axes.map(() => 'none')
    const figure = (sample: Sample, name: StatisticName): string =>
      windowFigureText(frame, best?.result, { window, sample }, name)
    const cells = [
      ...[dates(inSample), dates(outOfSample), ...params.map(String)],
      ...[figure('in', statistic), figure('out', statistic), figure('out', 'returnPct')],
      ...[best?.standsAlone ? 'stands alone' : ''],
    ]
    return html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`
  })
  const heads = [
    ...['In sample', 'Out of sample', ...frame.axes.map(({ name }) => name)],
    ...[`${title}, in sample`, `${title}, out of sample`, 'Return, out of sample', ''],
  ]
  const stats = Object.entries(walk?.stats ?? {}).map(([name, measure]): Fact => {
    const { title: what, unit } = statistics[name as StatisticName]
    const text = typeof measure === 'number' ? measureText(measure, unit) : `none: ${measure.why}`
    return { name: what, text }
  })
  const chart = walk
    ? html`<section><h2>Out of sample, one stretch after the other</h2>${equityChart(
        { cash: frame.cash, equity: walk.equity, buyAndHold: undefined },
        timeTicks(walk.equity.time, walk.sessions, 'UTC'),
      )}${factsList(stats)}</section>`
    : undefined
  return html`${chart}<section class="long"><h2>Windows</h2>${rowsTable(heads, rows)}</section>`
}

function rowsTable(heads: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="wide"><table class="rows"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`
}

function shownNames(statistic: StatisticName): readonly StatisticName[] {
  return [...new Set<StatisticName>([statistic, 'returnPct', 'sharpe', 'maxDrawdownPct', 'trades'])]
}

function dataFacts({ head: { sweep } }: FinishedSweep): readonly Fact[] {
  return [
    { name: 'Calendar', text: `${sweep.exchange}, version ${sweep.calendar}` },
    { name: 'Bars', text: sweep.view === 'as-traded' ? 'as they were known then' : 'as repaired' },
    ...sweep.symbols.map((symbol) => ({ name: `Bars of ${symbol}`, text: `sha256 ${sweep.bars[symbol]}` })),
    { name: 'Cells', text: `sha256 ${sweep.cells ?? ''}` },
  ]
}

function factsList(facts: readonly Fact[]): Html {
  const rows = facts.map(({ name, text }) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)
  return html`<dl class="facts">${rows}</dl>`
}
