import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ScenarioName } from '#shared/scenarios/scenarios.ts'
import { damageBars, everyMinute, fillStore, type MadeBars } from '../system/testing/fill-store.ts'
import { startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'
import { processTicker, type Ticker } from '../time/ticker.ts'

/** Two weeks around the day on which the clocks of New York went back, and a half day. */
const weeks = [
  ...['2024-10-28', '2024-10-29', '2024-10-30', '2024-10-31', '2024-11-01'],
  ...['2024-11-04', '2024-11-05', '2024-11-06', '2024-11-07', '2024-11-08'],
]
const half = '2024-11-29'
const poor = '2024-11-05'
const bars: readonly MadeBars[] = [
  ...weeks.map((session, seed) => ({
    symbol: 'AAA',
    session,
    seed,
    minutes: session === poor ? everyMinute.slice(0, 300) : everyMinute,
  })),
  { symbol: 'AAA', session: half, minutes: everyMinute.slice(0, 210) },
  { symbol: 'BBB', session: '2024-10-28', minutes: everyMinute },
]

/** A clock on which every step of long work takes its whole slice: what is asked meanwhile has its turn after each. */
function startStop(): Ticker {
  let elapsed = 0
  return {
    elapsed: () => {
      elapsed += 10
      return elapsed
    },
    after: processTicker.after,
    soon: processTicker.soon,
  }
}

let engine: TestEngine
let path: string
beforeEach(async () => {
  engine = startTestEngine({ ticker: startStop() })
  path = join(engine.folder, 'bars.tape')
  fillStore(path, bars)
  await engine.client.call('store.open', { path })
})
afterEach(() => engine.close())

function choose(kind: ScenarioName, { symbol = 'AAA', most = 10, seed = 1 } = {}) {
  return engine.client.call('scenarios.choose', { symbol, kind, most, seed })
}

async function datesOf(...asked: Parameters<typeof choose>): Promise<readonly string[]> {
  return (await choose(...asked)).map(({ session }) => session)
}

test('half days and the week after the clocks changed, the newest first', async () => {
  expect(await choose('half-days')).toEqual([
    { session: half, reason: expect.stringMatching(/^closes 13:00: /) },
  ])
  expect(await datesOf('clock-changes')).toEqual(weeks.slice(5).toReversed())
  expect(await choose('half-days', { symbol: 'BBB' })).toEqual([])
})

test('the widest range and the poorest data say how wide and how poor', async () => {
  const wide = await choose('volatile', { most: 3 })
  expect(wide).toHaveLength(3)
  const ranges = wide.map(({ reason }) => Number(/^range (\d+\.\d\d) %$/.exec(reason)?.[1]))
  expect(ranges).toEqual(ranges.toSorted((one, other) => other - one))
  expect((await choose('worst-data')).at(-1)).toEqual({
    session: poor,
    reason: 'coverage 76.9 %: 90 of 390 minutes have no bar',
  })
})

test('the same seed draws the same session, and others draw others', async () => {
  const drawn = await datesOf('random', { most: 1, seed: 7 })
  expect(drawn).toHaveLength(1)
  expect(await datesOf('random', { most: 1, seed: 7 })).toEqual(drawn)
  const seeds = [1, 2, 3, 4, 5, 6, 8, 9, 10]
  const all: string[] = []
  for (const seed of seeds) all.push(...(await datesOf('random', { most: 1, seed })))
  expect(new Set(all).size).toBeGreaterThan(1)
  expect(await datesOf('random', { most: 1000 })).toEqual([...weeks, half])
})

test('of two questions only the later one is answered', async () => {
  const [earlier, later] = await Promise.allSettled([choose('volatile'), choose('half-days')])
  expect(earlier).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } })
  expect(later).toMatchObject({ status: 'fulfilled', value: [{ session: half }] })
})

test('of a store that is closed meanwhile nobody waits for an answer', async () => {
  const asked = choose('volatile')
  await engine.client.call('store.close', undefined)
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
})

test('a symbol that is not there, bars that are damaged, and no store are told', async () => {
  await expect(choose('random', { symbol: 'NONE' })).rejects.toMatchObject({ code: 'unknown-symbol' })
  damageBars(path, 'AAA')
  await expect(choose('volatile')).rejects.toMatchObject({ code: 'damaged-store' })
  await engine.client.call('store.close', undefined)
  await expect(choose('volatile')).rejects.toMatchObject({ code: 'no-store' })
})
