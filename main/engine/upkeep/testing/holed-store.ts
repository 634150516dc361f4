import { oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { randomOf } from '../../random/random.ts'
import { FeedSource } from '../../sources/feed/feed-source.ts'
import type { SessionBatch, StoreReader, StoreWriter } from '../../store/store.ts'
import { type MinuteRow, minuteBatch } from '../../store/testing/batches.ts'
import { file, openWriter } from '../../store/testing/temporary-store.ts'
import { clock } from './filling.ts'
import { monday } from './made-store.ts'

/** Whole numbers from one to before another. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

/** Bars whose values hardly any number is like, at some minutes of a session. */
export function bars(minutes: readonly number[], session: string = monday, salt = 0): SessionBatch {
  const rows = minutes.map((minute): MinuteRow => {
    const { uniform } = randomOf('bars', session, minute, salt)
    const [one, other] = [90 + 20 * uniform(), 90 + 20 * uniform()]
    return [
      minute,
      one,
      Math.max(one, other) + uniform(),
      Math.min(one, other) - uniform(),
      other,
      1000 * uniform(),
    ]
  })
  return minuteBatch(rows, { session })
}

/** A store whose first feed lacks minutes of a session, and whose feed "two" has other minutes, those told. */
export function storeBut(
  missing: readonly number[],
  two: readonly number[] = range(0, 390),
  session: string = monday,
) {
  const store = openWriter()
  const own = range(0, 390).filter((minute) => !missing.includes(minute))
  store.importFile(file({ feed: 'one' }), [bars(own, session)])
  store.importFile(file({ feed: 'two' }), [bars(two, session)])
  return store
}

/** A feed of a store as a source. */
export function feed(store: StoreWriter, name = 'two'): FeedSource {
  return new FeedSource(name, name, store, { time: clock, calendars: { of: calendarOf } })
}

/** SPY's stored bars of a session. */
export function columnsIn(store: StoreReader, session: SessionDate = monday) {
  const read = store.readSession('SPY', oneMinute, session)
  if (!read) throw new Error('There is no session')
  return read.columns
}

/** The same without their states. */
export function values(store: StoreReader, session: SessionDate = monday) {
  const { state: _, ...columns } = columnsIn(store, session)
  return columns
}
