import { expect, onTestFinished, test } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { Calendars } from '../calendars/calendars.ts'
import { FeedSource } from '../sources/feed/feed-source.ts'
import { file, openReader, openWriter } from '../store/testing/temporary-store.ts'
import { processTicker } from '../time/ticker.ts'
import { GapFiller } from '../upkeep/fill/gap-filler.ts'
import { GapLedger } from '../upkeep/gap-ledger.ts'
import { clock } from '../upkeep/testing/filling.ts'
import { barsBut, clockAt, monday } from '../upkeep/testing/made-store.ts'
import { startThread } from './start-thread.ts'
import { WriterLink } from './writer-link.ts'

const none = { added: 0, same: 0, differing: 0 }
const threadFile = new URL('./thread.ts', import.meta.url)

test('gaps are filled by who only reads, through the thread that writes', async () => {
  const made = openWriter()
  made.importFile(file({ feed: 'one' }), [barsBut([0, 1, 50, 389])])
  made.importFile(file({ feed: 'two' }), [barsBut([])])
  const { path } = made
  made.close()

  const died: unknown[] = []
  const link = new WriterLink(() => startThread(threadFile, (cause) => died.push(cause)))
  onTestFinished(() => link.close())
  const writer = link.client()
  await writer.call('open', { path })
  const store = openReader(path)
  const ledger = new GapLedger(store, clock, new Calendars())
  const filler = new GapFiller(
    {
      sessionOf: (symbol, exchange, session) => ledger.sessionOf(symbol, exchange, session),
      storeFill: async (fill) => {
        const [stored = none] = await writer.call('storeFills', [fill])
        return stored
      },
      time: clock,
      ticker: processTicker,
      random: () => 0.5,
    },
    [new FeedSource('two', 'two', store, { time: clock, calendars: { of: calendarOf } })],
  )
  const target = { symbol: 'SPY', exchange: 'XNYS', synthetic: false }
  const added: number[] = []
  for await (const { bars } of filler.run(
    target,
    monday,
    { maxTries: 5, waits: true },
    new AbortController().signal,
  ))
    added.push(bars.added)
  expect(added).toEqual([3, 1])
  expect(ledger.gapsOf('SPY', 'XNYS', monday)).toEqual([])
  expect(store.fillsOf('SPY', oneMinute, monday).map(({ start }) => start)).toEqual(
    [0, 1, 50, 389].map((minute) => clockAt(monday, minute)),
  )
  expect(died).toEqual([])
})
