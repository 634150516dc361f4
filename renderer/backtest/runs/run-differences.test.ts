import { expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { BacktestRequest, KeptRun } from '#shared/protocol/backtest-calls.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { differencesOf } from './run-differences.ts'
import { symbolWords } from './run-words.ts'

function runOf(changes: Partial<BacktestRequest>, more: Partial<KeptRun> = {}): KeptRun {
  return {
    id: 1,
    name: 'one',
    strategy: 'Two averages',
    exchange: 'XNYS',
    zone: 'America/New_York',
    ranAt: epochMs(0),
    bars: 10,
    sessions: 1,
    trades: 0,
    measures: {},
    ...more,
    request: {
      strategy: { kind: 'built-in', name: 'two-averages' },
      params: { fast: 10 },
      symbols: ['AAA'],
      from: '2024-11-18' as SessionDate,
      to: '2024-11-18' as SessionDate,
      interval: '1m' as Interval,
      view: 'as-repaired',
      broker: usualBroker,
      closeAtEnd: false,
      ...changes,
    },
  }
}

test('equal runs differ in nothing, whatever they are called', () => {
  expect(differencesOf([runOf({}), runOf({}, { id: 2, name: 'two' })])).toEqual([])
})

test('what differs is told of every run, a param that was not told at its default', () => {
  const other = runOf({
    params: { fast: 12, slow: 30 },
    broker: { ...usualBroker, commission: { kind: 'per-trade', money: 1 } },
    closeAtEnd: true,
  })
  expect(differencesOf([runOf({}), other, runOf({})])).toEqual([
    { name: 'fast', texts: ['10', '12', '10'] },
    { name: 'Commission', texts: ['none', '1.00 an order', 'none'] },
    { name: 'Close at the end', texts: ['no', 'yes', 'no'] },
    { name: 'slow', texts: ['default', '30', 'default'] },
  ])
})

test('many symbols are counted', () => {
  expect(symbolWords(['A', 'B', 'C'])).toBe('A, B, C')
  expect(symbolWords(['A', 'B', 'C', 'D'])).toBe('A, B and 2 more')
})

test('params of other strategies are no defaults', () => {
  const other = runOf({ strategy: { kind: 'file', file: '/s/own.ts' }, params: {} }, { strategy: 'Own' })
  expect(differencesOf([runOf({}), other])).toEqual([
    { name: 'Strategy', texts: ['Two averages', 'Own'] },
    { name: 'Strategy from', texts: ['the program', '/s/own.ts'] },
    { name: 'fast', texts: ['10', '–'] },
  ])
})
