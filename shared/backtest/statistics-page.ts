import { markdownTable } from '../text/table.ts'
import { statisticNames, statistics } from './statistics.ts'

/** All statistics of a backtest as a page of Markdown, made from their definitions. */
export function statisticsPage(): string {
  const rows = statisticNames.map((name) => {
    const { title, unit, formula, source, without } = statistics[name]
    return [`\`${name}\``, `${title}, ${unit}`, formula, source, without.map(({ why }) => why).join('; ')]
  })
  return [
    '# Statistics of a backtest',
    '',
    'Names are those of `stats` in the JSON of `tapedeck backtest`. A statistic that has no meaning for a run is left out, never 0, and so is a number too great to be written.',
    '',
    '- Daily returns compare the last equity of each session with that of the session before, the first with the cash at the start. Ratios are annualised by the sessions a year of the calendar: 252 for XNYS, 365 for 24/7.',
    '- Drawdowns are those of equity at the ends of bars, so a fall within a session counts. They are written above 0.',
    '- Trades are counted after costs. Of each bar come first its fills. Excursions count the bar of the entry whole and the bar of the exit by the price of the exit alone.',
    '',
    ...markdownTable([['Name', 'What', 'Formula', 'Source', 'Left out when'], ...rows]),
    '',
  ].join('\n')
}
