import Database from 'better-sqlite3'
import type { BarColumns } from '#shared/bars/columns.ts'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { barsAt } from '../../session/testing/made-bars.ts'
import { openStore } from '../../store/open.ts'
import { fixedTime } from './test-engine.ts'

export const everyMinute: readonly number[] = Array.from({ length: 390 }, (_, minute) => minute)

export interface MadeBars {
  readonly symbol: string
  readonly session: string
  /** Minutes after the open with a bar; one daily bar when there are none given. */
  readonly minutes?: readonly number[]
  readonly seed?: number
  /** XNYS unless told; the minutes are after its open all the same. */
  readonly exchange?: string
}

export function xnysSession(date: string): Session {
  const session = calendarOf('XNYS').session(date as SessionDate)
  if (!session) throw new Error(`XNYS has no session on ${date}.`)
  return session
}

/** Bars as `fillStore` stores them. */
export function madeBars({ session, minutes = [0], seed = 0 }: MadeBars): BarColumns {
  return barsAt(xnysSession(session).open, minutes, seed)
}

/** Makes a store at `path` that holds the given bars, through the product's own writer. */
export function fillStore(path: string, bars: readonly MadeBars[], feed = 'made'): void {
  const writer = openStore(path, { access: 'write', create: true, owner: 'the test', time: fixedTime })
  const file = { feed, synthetic: false, name: 'made.csv', sha256: '0'.repeat(64), at: fixedTime.now() }
  writer.importFile(
    file,
    bars.map((made) => ({
      symbol: made.symbol,
      exchange: made.exchange ?? 'XNYS',
      interval: (made.minutes ? oneMinute : oneDay) as Interval,
      session: made.session as SessionDate,
      kind: 'trade' as const,
      columns: madeBars(made),
    })),
  )
  writer.close()
}

/** Changes bytes in the middle of every stored block of a symbol. */
export function damageBars(path: string, symbol: string): void {
  const database = new Database(path)
  database.exec(`
    UPDATE blocks SET bars = randomblob(length(bars)) WHERE id IN (
      SELECT block FROM sessions JOIN series ON series.id = sessions.series
      JOIN symbols ON symbols.id = series.symbol WHERE symbols.symbol = '${symbol}')`)
  database.close()
}
