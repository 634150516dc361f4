import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Channel } from '#shared/protocol/channel.ts'
import { everyMinute, fillStore, xnysSession } from '../../system/testing/fill-store.ts'
import { startTestEngine, type TestEngine, upkeepInProcess } from '../../system/testing/test-engine.ts'
import { processTicker } from '../../time/ticker.ts'

const day = '2024-01-10' as SessionDate
const symbols = Array.from({ length: 60 }, (_, index) => `S${index + 10}`)
const signal = z.object({
  name: z.enum(['begin', 'symbols', 'clock', 'end']),
  payload: z.object({
    run: z.int(),
    symbols: z.array(z.object({ symbol: z.string() })).optional(),
    clock: z.number().optional(),
  }),
})

let engine: TestEngine
/** What the thread was told of replays, and when the window had an answer. */
let told: string[]
let symbolsTold: string[]
let clocksTold: number[]
let elapsed: number

beforeEach(async () => {
  told = []
  symbolsTold = []
  clocksTold = []
  elapsed = 0
  engine = startTestEngine({
    startUpkeep: () => heard(upkeepInProcess()),
    // Time flies: whatever works by slices of time gets little done in each.
    ticker: { ...processTicker, elapsed: () => ++elapsed },
  })
  const path = join(engine.folder, 'bars.tape')
  fillStore(
    path,
    symbols.map((symbol) => ({ symbol, session: day, minutes: everyMinute })),
  )
  await engine.client.call('store.open', { path })
})
afterEach(() => engine.close())

function heard(channel: Channel): Channel {
  return {
    post(message) {
      const { data } = signal.safeParse(message)
      if (data) told.push(`${data.name} ${data.payload.run}`)
      if (data?.payload.clock !== undefined) clocksTold.push(data.payload.clock)
      symbolsTold.push(...(data?.payload.symbols ?? []).map(({ symbol }) => symbol))
      channel.post(message)
    },
    listen: (onMessage, onClose) => channel.listen(onMessage, onClose),
    close: () => channel.close(),
  }
}

async function openReplay(): Promise<void> {
  await engine.client.call('replay.open', {
    ...{ session: day, exchange: 'XNYS', symbols, hours: 'regular' },
    trailing: [{ interval: oneMinute, sessions: 1 }],
  })
  told.push('answer')
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}

test('the window has its answer before the thread is told of the symbols, each of them once, and then of the clock', async () => {
  await openReplay()
  await until(() => told.includes('clock 1'))
  const kinds = told.filter((what, index) => what !== told[index - 1])
  expect(kinds).toEqual(['begin 1', 'answer', 'symbols 1', 'clock 1'])
  expect(symbolsTold).toEqual(symbols)
})

test('of a replay that was closed before its turn the thread is not told, and of the next one wholly', async () => {
  await openReplay()
  await engine.client.call('replay.close', undefined)
  await openReplay()
  await until(() => told.includes('clock 2'))
  expect(told).not.toContain('symbols 1')
  expect(symbolsTold).toEqual(symbols)
})

test('the clock of a jump that is on its way is not told', async () => {
  const { close } = xnysSession(day)
  await openReplay()
  await engine.client.call('replay.seek', { at: close })
  await until(() => clocksTold.includes(close))
  expect(clocksTold).toEqual([close])
})
