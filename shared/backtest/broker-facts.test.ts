import { expect, test } from 'vitest'
import { brokerFacts } from './broker-facts.ts'
import { type BrokerSettings, usualBroker } from './broker-settings.ts'

function textsOf(settings: Partial<BrokerSettings>): readonly string[] {
  return brokerFacts({ ...usualBroker, ...settings }).map(({ text }) => text)
}

test('the usual broker in words', () => {
  expect(textsOf({})).toEqual([
    '100,000.00',
    'none',
    'none',
    'none',
    'no limit',
    '50 % to open, 25 % to keep',
    'allowed',
  ])
})

test.each<[BrokerSettings['commission'], string]>([
  [{ kind: 'per-share', money: 0.005 }, '0.005 a share'],
  [{ kind: 'per-share', money: 0.005, least: 1 }, '0.005 a share, 1.00 an order at least'],
  [{ kind: 'per-trade', money: 1 }, '1.00 an order'],
  [{ kind: 'percent', percent: 0.2 }, '0.2 % of the money'],
  [
    {
      kind: 'table',
      rows: [
        { upTo: 1000, perShare: 0.01 },
        { upTo: undefined, perShare: 0.005 },
      ],
    },
    '0.01 a share up to 1,000, 0.005 a share beyond',
  ],
])('the commission %j in words', (commission, text) => {
  expect(textsOf({ commission })[1]).toBe(text)
})

test('what a fill costs beside it, in words', () => {
  expect(
    textsOf({ slippage: { kind: 'ticks', ticks: 1 }, spread: { kind: 'percent', percent: 0.01 } }),
  ).toEqual(expect.arrayContaining(['1 tick', '0.01 %']))
  expect(textsOf({ slippage: { kind: 'ticks', ticks: 2 } })[2]).toBe('2 ticks')
})

test('a cash account without short positions', () => {
  const texts = textsOf({ margin: { initial: 1, maintenance: 1 }, allowShort: false, volumeShare: 10 })
  expect(texts.slice(4)).toEqual(['10 % of a bar', 'all of their value', 'not allowed'])
})
