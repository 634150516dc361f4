import { expect, test } from 'vitest'
import { measureRun, statisticNames, statistics } from '#shared/backtest/statistics.ts'
import { backtestReport } from './backtest-report.ts'
import { sampleReport } from './testing/sample-report.ts'

const sample = sampleReport(300)

/** The sample with its equity replaced, two bars and nothing else. */
function withEquity(...equity: number[]): string {
  const { sessions, cash } = sample.results
  const columns = {
    time: Float64Array.from(equity, (_, index) => (sessions[0]?.end ?? 0) + index),
    equity: Float64Array.from(equity),
    cash: Float64Array.from(equity),
    exposure: new Float64Array(equity.length),
  }
  const results = {
    ...{ cash, equity: columns, sessions, sessionsAYear: 252 },
    ...{ buyAndHold: undefined, trades: [], fills: [] },
  }
  return backtestReport({ ...sample, results, measures: measureRun(results) })
}

test('a report is one file that needs no other', () => {
  const page = backtestReport(sample)
  expect(page).toMatch(/^<!doctype html>/)
  expect(page).not.toMatch(/<script|<link|<img|@import|url\(|\bsrc=|\bhref=|https?:/)
  expect(page).toContain(`default-src 'none'`)
  expect(page.match(/<svg class="chart"/g)).toHaveLength(3)
})

test('the same run makes the same report', () => {
  expect(backtestReport(sampleReport(300))).toBe(backtestReport(sample))
})

test('every statistic has its place', () => {
  const page = backtestReport(sample)
  const compared = statisticNames.filter((name) => /^(hold|excess)/.test(name))
  for (const name of statisticNames.filter((name) => !compared.includes(name)))
    expect(page, name).toContain(`<dt>${statistics[name].title}</dt>`)
  expect(compared).toHaveLength(6)
  expect(page.match(/<td>[^<]*% ?<\/td>|<td>[^<]* pp<\/td>/g)).toHaveLength(9)
})

test('what people wrote is text, never HTML', () => {
  const evil = '<img src=x onerror="alert(1)">&\''
  const { trades } = sample.results
  const results = { ...sample.results, trades: trades.map((trade) => ({ ...trade, symbol: evil })) }
  const fact = { name: evil, text: evil }
  const page = backtestReport({
    ...sample,
    name: evil,
    params: { [evil]: 1 },
    symbols: [evil],
    data: [fact],
    results,
  })
  expect(page).not.toContain('<img')
  expect(page).not.toContain('onerror="')
  expect(page.split('&#60;img src=x').length - 1).toBe(2 + 1 + 1 + 2 + trades.length)
})

test.each<[string, string]>([
  ['no bar', withEquity()],
  ['one bar', withEquity(100_000)],
  ['equity that stays', withEquity(100_000, 100_000, 100_000)],
  ['all lost', withEquity(100_000, 0, -5, 10)],
  ['two sessions', backtestReport(sampleReport(2))],
])('%s: there is a report without a hole', (_, page) => {
  expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/)
  expect(page).toContain('</html>')
})

test('without trades, buying and holding or a meaning it says so', () => {
  const page = withEquity(100_000)
  expect(page).toContain('No trade was closed.')
  expect(page).toContain('none: no trade was closed')
  expect(page).not.toContain('Buy and hold')
  expect(withEquity()).toContain('The run has no bar.')
})

test('a trade says what of its data was not recorded, and one that is open has no exit', () => {
  const [trade] = sample.results.trades
  if (!trade) throw new Error('no trade')
  const data = ['filled', 'late'] as const
  const open = { ...trade, exitTime: undefined, exitPrice: undefined, data }
  const page = backtestReport({ ...sample, results: { ...sample.results, trades: [open] } })
  expect(page).toContain('filled, late</td>')
  expect(page).toContain('<td>open</td><td></td>')
})

test('times of trades are those of the zone', () => {
  const [trade] = sample.results.trades
  expect(new Date(trade?.entryTime ?? 0).toISOString()).toBe('2022-01-10T15:00:00.000Z')
  expect(backtestReport(sample)).toContain('2022-01-10 10:00')
})

test('of very many trades it lists the first and says how many there are', () => {
  const [trade] = sample.results.trades
  if (!trade) throw new Error('no trade')
  const trades = new Array(1234).fill(trade)
  const page = backtestReport({ ...sample, results: { ...sample.results, trades } })
  expect(page).toContain('The first 500 of 1,234 trades.')
  expect(page.match(/<tr><td>\d+<\/td>/g)).toHaveLength(500)
})

test('a profit that reads 0.00 is neither good nor bad', () => {
  const [trade] = sample.results.trades
  if (!trade) throw new Error('no trade')
  const withPnl = (pnl: number) =>
    backtestReport({ ...sample, results: { ...sample.results, trades: [{ ...trade, pnl }] } })
  expect(withPnl(-1e-12)).toContain('<td class="">0.00</td>')
  expect(withPnl(-0.01)).toContain('<td class="bad">−0.01</td>')
  expect(withPnl(0.01)).toContain('<td class="good">+0.01</td>')
})
