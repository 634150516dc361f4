import { oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { addMs, dayMs, type EpochMs, epochMs } from '#shared/time/epoch.ts'
import { HistoricalBars } from '../../history/historical-bars.ts'
import { PastSession } from '../../history/past-session.ts'
import { barsAt, plainSession } from '../../session/testing/made-bars.ts'
import { type LoadedExchange, type LoadedSession, type LoadedSymbol, sessionOf } from '../loaded-session.ts'

export const madeOpen = epochMs(Date.parse('2024-01-10T14:30:00Z'))

/** What a made symbol has: minutes after the open of the session, and of the sessions before it, oldest first. */
export interface MadeSymbol {
  readonly minutes: readonly number[]
  readonly trailing: readonly (readonly number[])[]
}

/** A loaded session of `length` minutes whose symbols S0, S1, … have bars at the given minutes. */
export function madeSession(symbols: readonly MadeSymbol[], length = 60): LoadedSession {
  const deepest = Math.max(0, ...symbols.map(({ trailing }) => trailing.length))
  const trailing = Array.from({ length: deepest }, (_, index) => sessionBefore(deepest - index, length))
  const exchange = madeExchange(plainSession(madeOpen, length, '2024-01-10'), trailing)
  return loadedOf(
    exchange,
    symbols.map((made, seed) => madeSymbol(exchange, made, seed)),
  )
}

/** An exchange of a replay with a session and those before it. */
export function madeExchange(session: Session, trailing: readonly Session[] = []): LoadedExchange {
  const calendar = calendarOf('XNYS')
  const settings = { calendar, hours: 'regular', adjustment: 'raw' } as const
  return { calendar, session, trailing, history: new HistoricalBars(settings, session.date) }
}

/** A symbol of it, named by its seed, with bars at the given minutes. */
export function madeSymbol(
  exchange: LoadedExchange,
  { minutes, trailing }: MadeSymbol,
  seed: number,
): LoadedSymbol {
  const symbol = `S${seed}`
  const past = trailing.map((own, index) => {
    const session = exchange.trailing[index] as Session
    const columns = barsAt(session.open, own, seed + index + 1)
    return PastSession.of(session, { columns, from: 0, to: columns.start.length })
  })
  exchange.history.add(symbol, [{ interval: oneMinute, sessions: trailing.length, past }], [])
  return {
    symbol,
    exchange,
    synthetic: false,
    feed: 'made',
    previousClose: undefined,
    columns: barsAt(exchange.session.open, minutes, seed),
  }
}

/** The replay of some symbols, regular hours. */
export function loadedOf(primary: LoadedExchange, symbols: readonly LoadedSymbol[]): LoadedSession {
  return sessionOf(primary, symbols, {
    hours: 'regular',
    adjustment: 'raw',
    view: 'as-repaired',
    windows: [],
  })
}

function sessionBefore(days: number, length: number): Session {
  const open: EpochMs = addMs(madeOpen, -days * dayMs)
  return plainSession(open, length, new Date(open).toISOString().slice(0, 10))
}
