import { markdownTable } from '../text/table.ts'
import { enoughSessions, enoughTrades } from './least-sample.ts'
import { statisticNames, statistics } from './statistics.ts'

/** All statistics of a backtest as a page of Markdown, made from their definitions. */
export function statisticsPage(): string {
  const rows = statisticNames.map((name) => {
    const { title, unit, formula, source, least, without } = statistics[name]
    const reasons = [
      ...(least ? [`fewer than ${least.count} ${least.of}`] : []),
      ...without.map(({ why }) => why),
    ]
    return [`\`${name}\``, `${title}, ${unit}`, formula, source, reasons.join('; ')]
  })
  return [
    '# Statistics of a backtest',
    '',
    'Names are those of `stats` in the JSON of `tapedeck backtest`. A statistic that has no meaning for a run is left out, never 0, and so is a number too great to be written; `why` names the reason of each.',
    '',
    '- Daily returns compare the last equity of each session with that of the session before, the first with the cash at the start. Ratios are annualised by the sessions a year of the calendar: 252 for XNYS, 365 for 24/7.',
    `- A few sessions or trades make numbers that mislead: five sessions that lost 2 % are a year that lost 64 %. What is annualised is told from ${enoughSessions.count} sessions on (${enoughSessions.source}), what is said of a usual trade from ${enoughTrades.count} trades on (${enoughTrades.source}). Below that there is no number but how many there are and are needed: in the window, in the report, on the command line. A [sweep](sweep.md) still ranks by such numbers, and marks them.`,
    '- Drawdowns are those of equity at the ends of bars, so a fall within a session counts. They are written above 0.',
    '- Trades are counted after costs. Of each bar come first its fills. Excursions count the bar of the entry whole and the bar of the exit by the price of the exit alone.',
    '',
    ...markdownTable([['Name', 'What', 'Formula', 'Source', 'Left out when'], ...rows]),
    '',
  ].join('\n')
}
