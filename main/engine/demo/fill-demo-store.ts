import { createHash } from 'node:crypto'
import { oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { SessionBatch, StoreWriter } from '../store/store.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { daySessions, demoExchange, minuteSessions } from './demo-sessions.ts'
import { dayOfMinutes, demoDay } from './history.ts'
import { type DemoProfile, demoProfiles } from './profile.ts'
import { demoSession, firstState } from './session.ts'

export const demoFeed = 'demo'
export const demoSeed = 24

/** Puts the bars of one made-up symbol into a store: two years of days, then sessions of minutes with their days. */
export function fillDemoSymbol(writer: StoreWriter, profile: DemoProfile, time: TimeProvider): void {
  const name = `${profile.symbol} made with seed ${demoSeed}`
  const file = {
    feed: demoFeed,
    synthetic: true,
    name,
    sha256: createHash('sha256').update(name).digest('hex'),
    at: time.now(),
  }
  writer.importFile(file, batches(profile))
}

/** Adds the watchlists of the demo store. */
export function addDemoWatchlists(writer: StoreWriter): void {
  const symbols = demoProfiles.map(({ symbol }) => symbol)
  writer.saveWatchlist({ name: 'Demo', symbols })
  writer.saveWatchlist({ name: 'Demo funds', symbols: symbols.filter((symbol) => symbol.startsWith('TD')) })
}

function* batches(profile: DemoProfile): Iterable<SessionBatch> {
  let state = firstState(profile)
  for (const session of daySessions()) {
    const { columns, after } = demoDay(profile, session, demoSeed, state)
    state = after
    yield { ...headOf(profile, session), interval: oneDay, columns }
  }
  for (const session of minuteSessions()) {
    const { columns, after } = demoSession(profile, session, demoSeed, state)
    state = after
    const day = dayOfMinutes(session, columns)
    if (day) yield { ...headOf(profile, session), interval: oneDay, columns: day }
    yield { ...headOf(profile, session), interval: oneMinute, columns }
  }
}

function headOf({ symbol }: DemoProfile, { date }: Session) {
  return { symbol, exchange: demoExchange, session: date, kind: 'trade' } as const
}
