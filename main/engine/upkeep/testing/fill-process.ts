/**
 * A process of its own that owns a store and fills the gaps of all sessions of a large file from feed "two", until it
 * is killed or done. Started with the store's path and its name as owner. Prints a line at each step.
 */
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { FeedSource } from '../../sources/feed/feed-source.ts'
import { openStore } from '../../store/open.ts'
import { sessionsOfFile, symbolsOf } from '../../store/testing/large-file.ts'
import { nextTurn, processTicker } from '../../time/ticker.ts'
import { GapFiller } from '../fill/gap-filler.ts'
import { GapLedger } from '../gap-ledger.ts'

const [, , path = '', owner = ''] = process.argv
const time = { now: () => epochMs(Date.UTC(2025, 0, 1)) }
const { signal } = new AbortController()

const store = openStore(path, { access: 'write', owner, time })
const ledger = new GapLedger(store, time, new Calendars())
const filler = new GapFiller(
  {
    sessionOf: (symbol, exchange, session) => ledger.sessionOf(symbol, exchange, session),
    storeFill: (fill) => store.storeFill(fill),
    time,
    ticker: processTicker,
    random: Math.random,
  },
  [new FeedSource('two', 'two', store, { time, calendars: { of: calendarOf } })],
)
process.stdout.write('begin\n')
for (const session of sessionsOfFile)
  for (const symbol of symbolsOf(1)) {
    const target = { symbol, exchange: 'XNYS', synthetic: false }
    // Output goes on its way between two turns only.
    for await (const _ of filler.run(target, session as SessionDate, { maxTries: 5, waits: true }, signal))
      await nextTurn(processTicker)
  }
process.stdout.write('done\n')
store.close()
