import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TradeColumns } from '#shared/protocol/backtest-calls.ts'
import { gravity, marksOf } from './trade-marks.ts'
import { everyTrade, orderedTrades, type TradeFilter, tradeSortKeys } from './trade-order.ts'

const symbols = ['SPY', 'AAPL', 'MSFT']

interface Row {
  readonly symbol: number
  readonly long: number
  readonly marks: number
  readonly value: number
}

function columnsOf(rows: readonly Row[]): TradeColumns {
  const values = Float64Array.from(rows, ({ value }) => value)
  return {
    symbol: Uint16Array.from(rows, ({ symbol }) => symbol),
    long: Uint8Array.from(rows, ({ long }) => long),
    marks: Uint8Array.from(rows, ({ marks }) => marks),
    quantity: values,
    entryTime: values,
    entryPrice: values,
    exitTime: values,
    exitPrice: values,
    pnl: values,
    costs: values,
    mae: values,
    mfe: values,
    barsHeld: values,
  }
}

const rows = fc.array(
  fc.record<Row>({
    symbol: fc.integer({ min: 0, max: 2 }),
    long: fc.integer({ min: 0, max: 1 }),
    marks: fc.integer({ min: 0, max: 31 }),
    value: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN)),
  }),
  { maxLength: 40 },
)

test('trades are sorted by any column, those without a value last, equal ones as they were opened', () => {
  const orders = fc.record({ key: fc.constantFrom(...tradeSortKeys), descending: fc.boolean() })
  fc.assert(
    fc.property(rows, orders, (list, sort) => {
      const sortedBy = (trade: number): number => {
        const { symbol, long, marks, value } = list[trade] as Row
        if (sort.key === 'number') return trade
        if (sort.key === 'symbol') return ['AAPL', 'MSFT', 'SPY'].indexOf(symbols[symbol] ?? '')
        if (sort.key === 'side') return long ? 0 : 1
        return sort.key === 'data' ? gravity(marks) : value
      }
      const expected = list
        .map((_, trade) => trade)
        .sort((one, other) => {
          const [a, b] = [sortedBy(one), sortedBy(other)]
          if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
          return sort.descending ? b - a : a - b
        })
      expect([...orderedTrades(columnsOf(list), symbols, everyTrade, sort)]).toEqual(expected)
    }),
  )
})

test('trades are filtered by symbol, side and what they touch', () => {
  const filters = fc.record<TradeFilter>({
    symbol: fc.constantFrom('all', ...symbols),
    side: fc.constantFrom('all', 'long', 'short'),
    data: fc.constantFrom('all', 'clean', 'missing', 'filled', 'late', 'corrected', 'synthetic'),
  })
  const sort = { key: 'number', descending: false } as const
  fc.assert(
    fc.property(rows, filters, (list, filter) => {
      const fits = ({ symbol, long, marks }: Row): boolean =>
        (filter.symbol === 'all' || filter.symbol === symbols[symbol]) &&
        (filter.side === 'all' || (filter.side === 'long') === (long === 1)) &&
        (filter.data === 'all' ||
          (filter.data === 'clean' ? marks === 0 : marksOf(marks).some(({ mark }) => mark === filter.data)))
      const expected = list.flatMap((row, trade) => (fits(row) ? [trade] : []))
      expect([...orderedTrades(columnsOf(list), symbols, filter, sort)]).toEqual(expected)
    }),
  )
})

test('marks are told the gravest first', () => {
  const words = (bits: number): readonly string[] => marksOf(bits).map(({ word }) => word)
  expect(words(0)).toEqual([])
  // As the contract has them: filled, corrected, late, missing, synthetic.
  expect(words(0b00001)).toEqual(['touches fill'])
  expect(words(0b11100)).toEqual(['near gap', 'late', 'synthetic'])
  expect(gravity(0b01000)).toBeGreaterThan(gravity(0b10111))
})
