import { oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { numberedProfiles } from '../main/engine/demo/profile.ts'
import { demoSession, firstState } from '../main/engine/demo/session.ts'
import { barsInHours } from '../main/engine/replay/hours.ts'
import type { SessionBatch } from '../main/engine/store/store.ts'

export const demoSeed = 7
export const demoExchange = 'XNYS'

/** A batch of 1m trade bars. */
export type MinuteBatch = SessionBatch & { readonly kind: 'trade' }

/** All regular 1m bars of some made-up symbols that trade in every minute, by symbol, then session. */
export function demoBars(symbols: number, from: string, to: string): MinuteBatch[] {
  const sessions = calendarOf(demoExchange).sessions(from as SessionDate, to as SessionDate)
  return numberedProfiles(symbols).flatMap((profile) => {
    let state = firstState(profile)
    return sessions.map((session): MinuteBatch => {
      const { columns, after } = demoSession(profile, session, demoSeed, state)
      state = after
      return {
        symbol: profile.symbol,
        exchange: demoExchange,
        interval: oneMinute,
        session: session.date,
        kind: 'trade',
        columns: barsInHours(columns, session, 'regular'),
      }
    })
  })
}

/** Bars as a market's: those of the generator say that they are made up. */
export function recorded(batch: MinuteBatch): MinuteBatch {
  return { ...batch, columns: { ...batch.columns, state: new Uint8Array(batch.columns.state.length) } }
}
