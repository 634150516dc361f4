import { brokerFacts } from '#shared/backtest/broker-facts.ts'
import type { BrokerSettings } from '#shared/backtest/broker-settings.ts'
import { equityBySession } from '#shared/backtest/daily-equity.ts'
import type { Fact } from '#shared/backtest/fact.ts'
import type { RunResults } from '#shared/backtest/run-figures.ts'
import type { Measures } from '#shared/backtest/statistics.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { drawdownChart } from './drawdown-chart.ts'
import { equityChart } from './equity-chart.ts'
import { type Html, html } from './html.ts'
import { monthReturns } from './month-returns.ts'
import { monthTable } from './month-table.ts'
import { profitBins } from './profit-bins.ts'
import { profitChart } from './profit-chart.ts'
import { timeTicks } from './session-ticks.ts'
import { comparisonTable, keyFigures, statisticsTable } from './statistics-table.ts'
import { reportStyle } from './style.ts'
import { type ReportedTrade, tradesTable } from './trades-table.ts'

/** What a report is made from. */
export interface BacktestReport {
  /** Name of the strategy. */
  readonly name: string
  readonly params: Readonly<Record<string, number>>
  readonly symbols: readonly string[]
  readonly from: SessionDate
  readonly to: SessionDate
  readonly interval: Interval
  /** IANA zone in which times are written. */
  readonly zone: string
  readonly results: Pick<RunResults, 'cash' | 'equity' | 'sessions' | 'buyAndHold'> & {
    readonly trades: readonly ReportedTrade[]
  }
  readonly measures: Measures
  /** What the broker was like. */
  readonly broker: BrokerSettings
  /** Versions of data and calendar, and what is to be said of them. */
  readonly data: readonly Fact[]
}

/** The report as one HTML file that needs no other: the same text for the same run. */
export function backtestReport(report: BacktestReport): string {
  const { name, results, measures, zone } = report
  const content = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${name}: backtest</title>
<style>`
  const page = html`</style>
</head>
<body>
<main>
${header(report)}
${keyFigures(measures)}
${curves(report)}
${distribution(results.trades)}
${results.buyAndHold ? html`<section><h2>Against buying and holding</h2>${comparisonTable(measures)}</section>` : undefined}
<section><h2>Statistics</h2>${statisticsTable(measures)}</section>
${results.trades.length > 0 ? html`<section class="long"><h2>Trades</h2>${tradesTable(results.trades, zone)}</section>` : undefined}
<section><h2>Settings and data</h2>${factsList([...brokerFacts(report.broker), ...report.data])}</section>
</main>
</body>
</html>
`
  return content.text + reportStyle + page.text
}

function header({ name, symbols, from, to, interval, params }: BacktestReport): Html {
  const chips = Object.entries(params).map(([param, value]) => html`<li><span>${param}</span> ${value}</li>`)
  return html`<header>
<p class="eyebrow">Backtest</p>
<h1>${name}</h1>
<p class="about">${symbols.join(', ')} · ${from} to ${to} · bars of ${interval}</p>
${chips.length > 0 ? html`<ul class="chips">${chips}</ul>` : undefined}
</header>`
}

/** Equity, drawdown and months; a run without a bar has none of them. */
function curves({ results, zone }: BacktestReport): Html {
  const { cash, equity, sessions, buyAndHold } = results
  if (equity.time.length === 0) return html`<section><p class="note">The run has no bar.</p></section>`
  const ticks = timeTicks(equity.time, sessions, zone)
  const daily = equityBySession(equity, sessions, cash)
  return html`<section><div class="head"><h2>Equity</h2><p class="legend">${legend('own-line', 'Strategy')}${
    buyAndHold ? legend('held-line', 'Buy and hold') : undefined
  }${legend('cash', 'Cash at the start')}</p></div>${equityChart(results, ticks)}</section>
<section><h2>Drawdown</h2>${drawdownChart(results, ticks)}</section>
<section><h2>Returns by month, in percent</h2>${monthTable(monthReturns(daily, sessions, cash))}</section>`
}

function legend(line: string, text: string): Html {
  return html`<span><svg viewBox="0 0 22 8" aria-hidden="true"><path class="${line}" d="M0 4H22"/></svg>${text}</span>`
}

function distribution(trades: readonly ReportedTrade[]): Html {
  const profits = trades.filter(({ exitTime }) => exitTime !== undefined).map(({ pnl }) => pnl)
  const content =
    profits.length === 0 ? html`<p class="note">No trade was closed.</p>` : profitChart(profitBins(profits))
  return html`<section><h2>Trades by profit and loss, in money after costs</h2>${content}</section>`
}

function factsList(facts: readonly Fact[]): Html {
  const rows = facts.map(({ name, text }) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)
  return html`<dl class="facts">${rows}</dl>`
}
