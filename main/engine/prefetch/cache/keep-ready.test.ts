import { expect, test } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Calendars } from '../../calendars/calendars.ts'
import type { StoreReader } from '../../store/store.ts'
import { file, openReader, openWriter } from '../../store/testing/temporary-store.ts'
import { ManualTicker } from '../../time/manual-ticker.ts'
import { asked, barsBut } from '../../upkeep/testing/made-store.ts'
import { KeepReady } from './keep-ready.ts'
import { PreparedSessions, type WantedSession } from './prepared-sessions.ts'

const friday = '2024-07-12' as SessionDate
const monday = '2024-07-15' as SessionDate
const wanted: WantedSession = {
  exchange: 'XNYS',
  session: monday,
  symbols: ['SPY'],
  hours: 'regular',
  adjustment: 'split',
  view: 'as-repaired',
  windows: [{ sessions: 3, interval: oneMinute }],
}

/** Sessions that are kept ready, on a clock that only goes on when it is told to. */
function stage() {
  const writer = openWriter()
  writer.importFile(file(), [barsBut([], { session: friday }), barsBut([], { session: monday })])
  let reader: StoreReader | undefined = openReader(writer.path)
  const ticker = new ManualTicker()
  const calendars = new Calendars()
  const prepared = new PreparedSessions(calendars, ticker)
  const reads: string[] = []
  const counting = Object.assign(prepared, {
    prepare: async (from: StoreReader, session: WantedSession): Promise<void> => {
      reads.push(session.session)
      await PreparedSessions.prototype.prepare.call(prepared, from, session)
    },
  })
  const keep = new KeepReady(counting, { ticker, reader: () => reader })
  return {
    writer,
    keep,
    reads,
    miss: () => reader && prepared.take(reader, calendars.of('XNYS'), wanted).miss?.code,
    closeStore: () => {
      reader = undefined
    },
    /** Lets time pass, and all that is under way come to its end. */
    async pass(ms: number): Promise<void> {
      for (let turn = 0; turn < 50; turn++) {
        ticker.pass(turn === 0 ? ms : 0)
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}

test('what a plan made ready is prepared at once, and again when it was taken', async () => {
  const { keep, pass, miss } = stage()
  void keep.want('night', [wanted])
  await pass(0)
  expect(miss()).toBeUndefined()
  expect(miss()).toBe('none')
  keep.changed()
  await pass(60_000)
  expect(miss()).toBeUndefined()
})

test('it is kept current when the store changes, in bounds, also by another process that tells nothing', async () => {
  const { keep, pass, miss, writer, reads } = stage()
  void keep.want('night', [wanted])
  await pass(0)
  for (let change = 0; change < 20; change++) {
    writer.ledger.record('SPY', [asked('x', friday, [change, change + 1])])
    keep.changed()
  }
  expect(reads).toHaveLength(1)
  await pass(10_000)
  expect(reads).toHaveLength(2)
  writer.ledger.record('SPY', [asked('x', friday, [30, 31])])
  await pass(30_000)
  expect(reads).toHaveLength(3)
  await pass(120_000)
  expect(reads).toHaveLength(3)
  expect(miss()).toBeUndefined()
})

test('what is put off is not prepared until it is wanted, and what a dropped plan had is gone', async () => {
  const { keep, pass, miss, reads } = stage()
  keep.putOff('night', [wanted], 'The run is not through.')
  keep.changed()
  await pass(120_000)
  expect(reads).toEqual([])
  expect(miss()).toBe('half-done')
  void keep.want('night', [wanted])
  await pass(0)
  expect(miss()).toBeUndefined()
  keep.drop('night')
  await pass(120_000)
  expect(miss()).toBe('none')
})

test('without a store nothing is done, and forgetting ends what was on its way', async () => {
  const { keep, pass, reads, closeStore } = stage()
  void keep.want('night', [wanted])
  keep.forget()
  await pass(0)
  expect(reads).toEqual([])
  void keep.want('night', [wanted])
  closeStore()
  await pass(120_000)
  expect(reads.length).toBeLessThanOrEqual(1)
})
