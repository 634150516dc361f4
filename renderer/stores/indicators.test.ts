import { beforeEach, expect, test } from 'vitest'
import { mostIndicators } from '#shared/protocol/chart-calls.ts'
import {
  addIndicator,
  changeIndicator,
  indicatorsOf,
  plotColorCount,
  removeIndicator,
  setIndicators,
  useIndicators,
} from './indicators.ts'

beforeEach(() => setIndicators([]))

function names(): string[] {
  return indicatorsOf().map(({ name, params }) => `${name} ${Object.values(params).join()}`)
}

function asked() {
  return useIndicators.getState().asked.main
}

test('indicators are added with their defaults, each in a colour of its own while there are any', () => {
  for (let count = 0; count < plotColorCount; count++) addIndicator('sma', { period: count + 2 })
  addIndicator('macd')
  const list = indicatorsOf()
  expect(list.at(-1)).toMatchObject({
    name: 'macd',
    params: { fast: 12, slow: 26, signal: 9 },
    hidden: false,
  })
  expect(new Set(list.map(({ id }) => id)).size).toBe(plotColorCount + 1)
  expect(new Set(list.slice(0, -1).map(({ color }) => color)).size).toBe(plotColorCount)
})

test('a chart that is full takes no more', () => {
  for (let count = 0; count < mostIndicators + 3; count++) addIndicator('ema')
  expect(indicatorsOf()).toHaveLength(mostIndicators)
})

test('the engine is asked anew for other params and never for another look', () => {
  addIndicator('sma')
  addIndicator('rsi')
  const before = asked()
  const [sma] = indicatorsOf()
  changeIndicator(sma?.id ?? 0, { color: 5 })
  changeIndicator(sma?.id ?? 0, { hidden: true })
  expect(asked()).toBe(before)
  changeIndicator(sma?.id ?? 0, { params: { period: 50 } })
  expect(asked()).toMatchObject([{ name: 'sma', params: { period: 50 } }, { name: 'rsi' }])
  removeIndicator(sma?.id ?? 0)
  expect(asked()).toMatchObject([{ name: 'rsi' }])
})

test('a set from a file replaces the one shown, and keeps what is in both as it looks', () => {
  addIndicator('sma', { period: 10 })
  addIndicator('rsi')
  const [sma, rsi] = indicatorsOf()
  changeIndicator(rsi?.id ?? 0, { color: 4, hidden: true })
  setIndicators([{ name: 'ema' }, { name: 'rsi', params: { period: 14 } }])
  expect(names()).toEqual(['ema 20', 'rsi 14'])
  expect(indicatorsOf()[1]).toMatchObject({ id: rsi?.id, color: 4, hidden: true })
  expect(indicatorsOf()[0]?.id).not.toBe(rsi?.id)
  expect(indicatorsOf()).not.toContainEqual(sma)
  expect(() => setIndicators([{ name: 'smma' }])).toThrow(/no indicator "smma"/)
  expect(names()).toEqual(['ema 20', 'rsi 14'])
})

test('charts have sets of their own', () => {
  addIndicator('sma', {}, 'other')
  expect(indicatorsOf()).toEqual([])
  expect(indicatorsOf('other')).toHaveLength(1)
})
