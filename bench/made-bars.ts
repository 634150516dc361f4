import { allocateColumns, type BarColumns } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { SessionBatch } from '../main/engine/store/store.ts'

/** Numbers from 0 to below 1, the same ones for a seed (a linear congruential generator modulo 2^32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Regular minutes of some New York symbols: prices walk by cents, volumes are skewed, no minute is missing. */
export function madeBars(
  symbols: readonly string[],
  from: SessionDate,
  to: SessionDate,
  seed: number,
): SessionBatch[] {
  const exchange = 'XNYS'
  const sessions = calendarOf(exchange).sessions(from, to)
  const random = seededNumbers(seed)
  return symbols.flatMap((symbol) => {
    let cents = 2000 + Math.floor(random() * 30_000)
    return sessions.map((session): SessionBatch => {
      const made = madeSession(session, cents, random)
      cents = made.cents
      const { columns } = made
      return { symbol, exchange, interval: oneMinute, session: session.date, kind: 'trade', columns }
    })
  })
}

function madeSession(
  session: Session,
  cents: number,
  random: () => number,
): { readonly columns: BarColumns; readonly cents: number } {
  const columns = allocateColumns(session.expectedMinutes)
  const step = () => Math.round((random() + random() + random() - 1.5) * 8)
  let last = cents
  for (let minute = 0; minute < session.expectedMinutes; minute++) {
    const open = Math.max(100, last + step())
    const close = Math.max(100, open + step())
    columns.start[minute] = session.open + minute * minuteMs
    columns.open[minute] = open / 100
    columns.high[minute] = (Math.max(open, close) + Math.abs(step())) / 100
    columns.low[minute] = (Math.min(open, close) - Math.abs(step())) / 100
    columns.close[minute] = close / 100
    columns.volume[minute] = Math.floor(random() * random() * random() * 200_000)
    last = close
  }
  return { columns, cents: last }
}
