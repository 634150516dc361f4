import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { SessionBatch } from '../store.ts'
import { columnsOf, type Row } from './columns.ts'

/** The regular hours of the New York sessions in these tests, which are all in summer: 13:30 to 20:00 UTC. */
export function openOf(session: string): number {
  return Date.parse(`${session}T13:30:00Z`)
}

/** Prices and volume of a bar, the minute it starts after the open before them. */
export type MinuteRow = readonly [
  minute: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
]

interface Told {
  readonly symbol?: string
  readonly exchange?: string
  readonly session?: string
  readonly interval?: string
}

/** 1m trade bars of SPY on Monday 2024-07-08, unless told otherwise. */
export function minuteBatch(rows: readonly MinuteRow[], told: Told = {}): SessionBatch {
  const { session = '2024-07-08' } = told
  return { ...placeOf(told), kind: 'trade', columns: columnsOf(rowsAt(session, rows)) }
}

export function quoteBatch(
  bid: readonly MinuteRow[],
  ask: readonly MinuteRow[],
  told: Told = {},
): SessionBatch {
  const { session = '2024-07-08' } = told
  const columns = { bid: columnsOf(rowsAt(session, bid)), ask: columnsOf(rowsAt(session, ask)) }
  return { ...placeOf(told), kind: 'quote', columns }
}

/** The daily bar of a session, which starts at its open. */
export function dayBatch(session: string, close: number, told: Told = {}): SessionBatch {
  const row: Row = [openOf(session), close - 1, close + 1, close - 2, close, 1_000_000]
  return { ...placeOf({ ...told, session }), interval: oneDay, kind: 'trade', columns: columnsOf([row]) }
}

function placeOf({ symbol = 'SPY', exchange = 'XNYS', session = '2024-07-08', interval = oneMinute }: Told) {
  return { symbol, exchange, session: session as SessionDate, interval: interval as Interval }
}

function rowsAt(session: string, rows: readonly MinuteRow[]): Row[] {
  const open = openOf(session)
  return rows.map(([minute, ...values]): Row => [open + minute * minuteMs, ...values])
}
