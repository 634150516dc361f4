import { expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { BacktestRequest } from '#shared/protocol/backtest-calls.ts'
import { noSweep } from '../stores/sweep.ts'
import { checkSweep } from './check-sweep.ts'

const strategy = {
  title: 'Two averages',
  params: { fast: { default: 10, min: 2, max: 100 }, slow: { default: 30, min: 3, max: 400 } },
}
const backtest: BacktestRequest = {
  strategy: { kind: 'built-in', name: 'two-averages' },
  params: { slow: 50 },
  symbols: ['A'],
  from: '2024-07-08' as SessionDate,
  to: '2024-07-19' as SessionDate,
  interval: oneMinute,
  view: 'as-repaired',
  broker: usualBroker,
  closeAtEnd: false,
}
const { text } = noSweep

test('params without values have those of the backtest', () => {
  const { request, cells, problems } = checkSweep(text, { fast: '5..9:2' }, strategy, backtest)
  expect(problems).toEqual({})
  expect(cells).toBe(3)
  const { params: _, ...rest } = backtest
  expect(request).toEqual({
    ...rest,
    axes: [
      { name: 'fast', values: [5, 7, 9] },
      { name: 'slow', values: [50] },
    ],
    split: { kind: 'held-back', percent: 30 },
    by: 'sharpe',
  })
})

test('each way of using the sessions', () => {
  const of = (changes: Partial<typeof text>) => checkSweep({ ...text, ...changes }, {}, strategy, backtest)
  expect(of({ split: 'whole', percent: 'x' }).request?.split).toEqual({ kind: 'whole' })
  expect(of({ split: 'walk-forward' }).request?.split).toEqual({
    kind: 'walk-forward',
    inSample: 60,
    outOfSample: 20,
  })
  expect(of({ split: 'walk-forward', inSample: '0', outOfSample: 'a' })).toMatchObject({
    request: undefined,
    problems: {
      inSample: 'A whole number from 1 to 99,999.',
      outOfSample: 'A whole number from 1 to 99,999.',
    },
  })
  expect(of({ percent: '100' }).problems).toEqual({ percent: 'A whole number from 1 to 99.' })
})

test('what is wrong is said at its param', () => {
  const { request, problems, cells } = checkSweep(text, { fast: '5..', slow: '1..9' }, strategy, backtest)
  expect(request).toBeUndefined()
  expect(cells).toBeUndefined()
  expect(problems).toEqual({
    fast: expect.stringMatching(/^"5\.\." is no range/),
    slow: 'slow is 1; it is a whole number from 3 to 400.',
  })
  expect(checkSweep(text, {}, strategy, undefined)).toMatchObject({ request: undefined, problems: {} })
})
