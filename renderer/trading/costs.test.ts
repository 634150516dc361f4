import { expect, test } from 'vitest'
import { type BrokerSettings, usualBroker } from '#shared/backtest/broker-settings.ts'
import { costsForm, settingsOf } from './costs.ts'

test.each<Partial<BrokerSettings>>([
  {},
  { cash: 2500, allowShort: false, volumeShare: 10, margin: { initial: 1, maintenance: 1 } },
  { commission: { kind: 'per-share', money: 0.005, least: 1 }, slippage: { kind: 'ticks', ticks: 2 } },
  { commission: { kind: 'per-share', money: 0.01 }, spread: { kind: 'percent', percent: 0.02 } },
  { commission: { kind: 'per-trade', money: 1 } },
  { commission: { kind: 'percent', percent: 0.2 } },
  { commission: { kind: 'table', rows: [{ upTo: undefined, perShare: 1 }] } },
])('%j is what its words say', (changes) => {
  const broker = { ...usualBroker, ...changes }
  expect(settingsOf(costsForm(broker), broker)).toEqual({ broker })
})

test.each([
  [{ commission: 'much' }, 'Unknown commission "much"'],
  [{ commission: 'table:rates.csv' }, 'is for backtests'],
  [{ slippage: 'ticks:x' }, 'Slippage "ticks:x"'],
  [{ spread: '' }, 'Unknown spread'],
])('%j is refused', (changes, problem) => {
  expect(settingsOf({ ...costsForm(usualBroker), ...changes }, usualBroker)).toEqual({
    problem: expect.stringContaining(problem),
  })
})
