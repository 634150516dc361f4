import { calendarOf } from '#shared/calendar/calendars.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { addMs, dayMs, type EpochMs, epochMs } from '#shared/time/epoch.ts'
import { barsAt, plainSession } from '../../session/testing/made-bars.ts'
import type { LoadedSession } from '../loaded-session.ts'
import { SplitHistory } from '../split-history.ts'

export const madeOpen = epochMs(Date.parse('2024-01-10T14:30:00Z'))

/** What a made symbol has: minutes after the open of the session, and of the sessions before it, oldest first. */
export interface MadeSymbol {
  readonly minutes: readonly number[]
  readonly trailing: readonly (readonly number[])[]
}

/** A loaded session of `length` minutes whose symbols S0, S1, … have bars at the given minutes. */
export function madeSession(symbols: readonly MadeSymbol[], length = 60): LoadedSession {
  const session = plainSession(madeOpen, length, '2024-01-10')
  const deepest = Math.max(0, ...symbols.map(({ trailing }) => trailing.length))
  const before = Array.from({ length: deepest }, (_, index) => sessionBefore(deepest - index, length))
  return {
    calendar: calendarOf('XNYS'),
    session,
    hours: 'regular',
    synthetic: false,
    start: session.open,
    end: session.close,
    trailing: before,
    symbols: symbols.map(({ minutes, trailing }, seed) => ({
      symbol: `S${seed}`,
      feed: 'made',
      history: new SplitHistory([], session.date),
      previousClose: undefined,
      columns: barsAt(madeOpen, minutes, seed),
      trailing: trailing.map((own, index) => {
        const past = before[index] as Session
        return { session: past, columns: barsAt(past.open, own, seed + index + 1) }
      }),
    })),
  }
}

function sessionBefore(days: number, length: number): Session {
  const open: EpochMs = addMs(madeOpen, -days * dayMs)
  return plainSession(open, length, new Date(open).toISOString().slice(0, 10))
}
