import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Channel } from '#shared/protocol/channel.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { openStore } from '../store/open.ts'
import { columnsOf } from '../store/testing/columns.ts'
import { fillStore, xnysSession } from './testing/fill-store.ts'
import { eventsOf, startTestEngine, upkeepInProcess, writerInProcess } from './testing/test-engine.ts'

const day = '2024-01-10' as SessionDate
const missing = xnysSession(day).open + 5 * minuteMs
const openCall = z.object({
  type: z.literal('call'),
  name: z.literal('open'),
  params: z.object({ path: z.string() }),
})
const keptSignal = z.object({ name: z.literal('kept'), payload: z.object({ bars: z.unknown().optional() }) })

/** What upkeep found in a store: a bar for the minute that is missing. */
function foundIn(store: string) {
  const request = {
    kind: 'request',
    source: 'two',
    ...{ from: missing, to: missing + minuteMs, askedAt: missing, answeredAt: missing },
    ...{ try: 1, outcome: 'bars', bars: 1, id: 'r1' },
  }
  const fill = { symbol: 'SPY', exchange: 'XNYS', interval: oneMinute, session: day, request }
  return {
    type: 'event',
    name: 'found',
    payload: { run: 1, id: 1, store, fill: { ...fill, columns: columnsOf([[missing, 1, 2, 1, 2, 100]]) } },
  }
}

/** Two stores that lack the same minute; `tell` is called when the writer is asked to open the second. */
function startWithTwo(opening: (find: () => void) => void) {
  const answers: unknown[] = []
  let find: (message: unknown) => void = () => undefined
  const paths: string[] = []
  const upkeep = (channel: Channel): Channel => ({
    close: () => channel.close(),
    post(message) {
      const { data } = keptSignal.safeParse(message)
      if (data) answers.push(data.payload.bars)
      else channel.post(message)
    },
    listen(onMessage, onClose) {
      find = onMessage
      channel.listen(onMessage, onClose)
    },
  })
  const writer = (channel: Channel): Channel => ({
    close: () => channel.close(),
    listen: (onMessage, onClose) => channel.listen(onMessage, onClose),
    post(message) {
      const [first = '', second] = paths
      if (openCall.safeParse(message).data?.params.path === second) opening(() => find(foundIn(first)))
      channel.post(message)
    },
  })
  const engine = startTestEngine({
    startUpkeep: () => upkeep(upkeepInProcess()),
    startWriter: () => writer(writerInProcess()),
  })
  onTestFinished(() => engine.close())
  for (const name of ['one.tape', 'two.tape']) {
    const path = join(engine.folder, name)
    fillStore(path, [{ symbol: 'SPY', session: day, minutes: [0, 1, 2, 3, 4] }])
    paths.push(path)
  }
  return { engine, paths, answers, find: () => find(foundIn(paths[0] ?? '')) }
}

function barsIn(path: string | undefined): number {
  const store = openStore(path ?? '', { access: 'read' })
  const bars = store.readSession('SPY', oneMinute, day)?.columns.start.length ?? 0
  store.close()
  return bars
}

for (const when of ['while another store is being opened', 'after another store was opened'] as const)
  test(`what upkeep finds ${when} is never written to that one`, async () => {
    const { engine, paths, answers, find } = startWithTwo((findNow) => {
      if (when === 'while another store is being opened') findNow()
    })
    const [one = '', other = ''] = paths
    const troubles = eventsOf(engine, 'trouble')
    const { client } = engine
    await client.call('store.open', { path: one })
    const request = {
      session: day,
      exchange: 'XNYS',
      symbols: ['SPY'],
      hours: 'regular' as const,
      trailing: [],
    }
    await client.call('replay.open', request)
    await client.call('store.open', { path: other })
    await client.call('replay.open', request)
    if (when === 'after another store was opened') find()
    await expect.poll(() => answers).toEqual([undefined])
    expect(troubles.seen).toEqual([])
    await client.call('store.close', undefined)
    expect([barsIn(one), barsIn(other)]).toEqual([5, 5])
  })
