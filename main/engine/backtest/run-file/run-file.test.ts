import fc from 'fast-check'
import { expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { runInput, type TestBar } from '../testing/run-input.ts'
import { changesSince, hashOfBars, parseRunFile, type RunFile, runFileText } from './run-file.ts'

const hash = 'a'.repeat(64)

const file: RunFile = {
  format: 'tapedeck backtest 1',
  strategy: { kind: 'file', file: 'own.ts', text: 'export default {}' },
  params: { fast: 5 },
  symbols: ['A', 'B'],
  exchange: 'XNYS',
  from: '2024-07-08' as SessionDate,
  to: '2024-07-09' as SessionDate,
  interval: oneMinute,
  view: 'as-repaired',
  broker: usualBroker,
  closeAtEnd: false,
  calendar: '2024.1',
  bars: { A: hash, B: hash },
  result: hash,
}

test.each([
  usualBroker,
  { ...usualBroker, commission: { kind: 'per-share', money: 0.01, least: 1 }, volumeShare: 10 },
  {
    ...usualBroker,
    commission: {
      kind: 'table',
      rows: [
        { upTo: 100, perShare: 0.01 },
        { upTo: undefined, perShare: 0.005 },
      ],
    },
    spread: { kind: 'ticks', ticks: 1 },
    slippage: { kind: 'percent', percent: 0.1 },
  },
] as const)('what is written is read again', (broker) => {
  expect(parseRunFile(runFileText({ ...file, broker }))).toEqual({ ...file, broker })
})

test('what changed is named', () => {
  expect(changesSince(file, file)).toEqual([])
  const other = 'b'.repeat(64)
  expect(changesSince(file, { ...file, bars: { A: hash, B: other } })).toEqual(['the bars of B'])
  expect(changesSince(file, { ...file, calendar: '2025.1', result: other })).toEqual([
    'the calendar of XNYS (2024.1 then, 2025.1 now)',
    'the trades',
  ])
})

test('bars that differ in any value have another hash', () => {
  const price = fc.integer({ min: 1, max: 100 })
  const bars = fc.array(fc.tuple(price, price, price, price), { minLength: 1, maxLength: 5 })
  const hashOf = (session: readonly TestBar[]): string => {
    const [symbol] = runInput([{ symbol: 'A', sessions: [session] }]).symbols
    return symbol ? hashOfBars(symbol) : ''
  }
  fc.assert(
    fc.property(bars, bars, (one, other) => {
      expect(hashOf(one) === hashOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
    }),
  )
})
