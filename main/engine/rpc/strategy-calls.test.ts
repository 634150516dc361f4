import { afterEach, beforeEach, expect, test } from 'vitest'
import { readStrategy } from '../backtest/sandbox/read/read-strategy.ts'
import { startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'

let engine: TestEngine
beforeEach(() => {
  engine = startTestEngine()
})
afterEach(() => engine.close())

test('strategies that come with the program are listed with params and a text that an author can copy', async () => {
  const listed = await engine.client.call('strategies.list', undefined)
  expect(listed.map(({ kind, id, title }) => [kind, id, title])).toEqual([
    ['built-in', 'two-averages', 'Two moving averages'],
    ['built-in', 'opening-range', 'Opening range breakout'],
    ['built-in', 'vwap-reversion', 'VWAP reversion'],
    ['built-in', 'gap-and-go', 'Gap and go'],
    ['built-in', 'pairs', 'Pairs'],
  ])
  const [averages, , reversion] = listed
  expect(averages?.params.fast).toEqual({ default: 10, min: 2, max: 100 })
  expect(averages?.minCoverage).toBeUndefined()
  expect(reversion?.minCoverage).toBe(90)
  for (const { id, text } of listed) {
    expect(text).toContain("from 'tapedeck'")
    expect(() => readStrategy(text, `${id}.ts`)).not.toThrow()
  }
})
