import { describe, expect, test } from 'vitest'
import { parseCommission, parseCommissionTable, parseSlippage, parseSpread } from './cost-spec.ts'

describe('commission', () => {
  test.each([
    ['none', { kind: 'none' }],
    ['per-share:0.005', { kind: 'per-share', money: 0.005 }],
    ['per-share:0.005,least:1', { kind: 'per-share', money: 0.005, least: 1 }],
    ['per-trade:1', { kind: 'per-trade', money: 1 }],
    ['percent:0.2', { kind: 'percent', percent: 0.2 }],
    ['percent:0', { kind: 'percent', percent: 0 }],
    ['table:C:\\rates.csv', { kind: 'table-file', file: 'C:\\rates.csv' }],
  ])('%s', (text, value) => {
    expect(parseCommission(text)).toEqual({ value })
  })

  const known = 'Use none, per-share:0.005, per-share:0.005,least:1, per-trade:1, percent:0.2 or table:FILE.'
  const number = 'is not a number of 0 or more, e.g. 0.005.'
  test.each([
    ['', `Unknown commission "". ${known}`],
    ['free', `Unknown commission "free". ${known}`],
    ['table:', `Unknown commission "table:". ${known}`],
    ['per-share:0.005,most:1', `Unknown commission "per-share:0.005,most:1". ${known}`],
    ['per-share', `Commission "per-share": "" ${number}`],
    ['per-share:-1', `Commission "per-share:-1": "-1" ${number}`],
    ['per-share:1,least:x', `Commission "per-share:1,least:x": "x" ${number}`],
    ['per-trade:1e3', `Commission "per-trade:1e3": "1e3" ${number}`],
    ['percent:Infinity', `Commission "percent:Infinity": "Infinity" ${number}`],
    ['percent:100', 'Commission "percent:100": use less than 100 percent.'],
  ])('%j is refused', (text, problem) => {
    expect(parseCommission(text)).toEqual({ problem })
  })
})

describe.each([
  ['slippage', 'Slippage', parseSlippage],
  ['spread', 'Spread', parseSpread],
])('%s', (name, capital, parse) => {
  test.each([
    ['none', { kind: 'none' }],
    ['ticks:1', { kind: 'ticks', ticks: 1 }],
    ['ticks:0.5', { kind: 'ticks', ticks: 0.5 }],
    ['percent:0.01', { kind: 'percent', percent: 0.01 }],
  ])('%s', (text, value) => {
    expect(parse(text)).toEqual({ value })
  })

  test.each([
    ['0.01', `Unknown ${name} "0.01". Use none, ticks:1 or percent:0.01.`],
    ['tick:1', `Unknown ${name} "tick:1". Use none, ticks:1 or percent:0.01.`],
    ['ticks:one', `${capital} "ticks:one": "one" is not a number of 0 or more, e.g. 0.005.`],
    ['percent:250', `${capital} "percent:250": use less than 100 percent.`],
  ])('%j is refused', (text, problem) => {
    expect(parse(text)).toEqual({ problem })
  })
})

describe('a table of commissions', () => {
  test('rows of shares and money a share', () => {
    expect(parseCommissionTable('up_to,per_share\n1000,0.005\n5000,0.003\n,0.001\n', 'rates.csv')).toEqual({
      value: {
        kind: 'table',
        rows: [
          { upTo: 1000, perShare: 0.005 },
          { upTo: 5000, perShare: 0.003 },
          { upTo: undefined, perShare: 0.001 },
        ],
      },
    })
  })

  test('as a spreadsheet writes it', () => {
    expect(parseCommissionTable('\uFEFFup_to,per_share\r\n,0.001\r\n', 'rates.csv')).toEqual({
      value: { kind: 'table', rows: [{ upTo: undefined, perShare: 0.001 }] },
    })
  })

  test.each([
    ['', 'rates.csv, line 1: the header is not "up_to,per_share".'],
    ['up_to,per_share\n', 'rates.csv, line 2: there is no row.'],
    ['up_to,per_share\n1000\n', 'rates.csv, line 2: "1000" is not shares and money, e.g. 1000,0.005.'],
    ['up_to,per_share\n1000,x\n,1', 'rates.csv, line 2: "1000,x" is not shares and money, e.g. 1000,0.005.'],
    ['up_to,per_share\n1000,1\n', 'rates.csv, line 2: the last row has an empty up_to.'],
    ['up_to,per_share\n,1\n1000,1\n', 'rates.csv, line 2: only the last row has an empty up_to.'],
    [
      'up_to,per_share\n1000,1\n1000,1\n,1',
      'rates.csv, line 3: up_to is "1000", not a number above that of the row before.',
    ],
    [
      'up_to,per_share\nmany,1\n,1',
      'rates.csv, line 2: up_to is "many", not a number above that of the row before.',
    ],
  ])('%j is refused', (csv, problem) => {
    expect(parseCommissionTable(csv, 'rates.csv')).toEqual({ problem })
  })
})
