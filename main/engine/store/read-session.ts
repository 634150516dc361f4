import { at, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { synthetic } from '#shared/bars/state.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { dateOfDay, type SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { BlockBars } from './codec/block.ts'
import { barStarts } from './merge.ts'
import type { BlockRow, BlockRowWithBars } from './reads.ts'
import { countRegularBars } from './regular-bars.ts'
import type { StoredSessionSummary } from './store.ts'
import { readBlock } from './stored-block.ts'

/** A session as read, whatever its kind: one side for trades, bid and ask for quotes. */
export interface ReadSession {
  readonly series: number
  readonly summary: StoredSessionSummary
  readonly sides: readonly BarColumns[]
}

/** What is asked of a block: whose it is, and the days from which and up to which sessions are wanted. */
export interface BlockQuestion {
  readonly path: string
  readonly symbol: string
  readonly interval: Interval
  readonly from: number
  readonly to: number
}

/** What a row says of a block that holds one session. */
export function summaryOf(symbol: string, interval: Interval, row: BlockRow): StoredSessionSummary {
  return {
    symbol,
    feed: row.feed,
    interval,
    session: dateOfDay(row.day),
    bars: row.bars,
    regularBars: row.regularBars,
    firstStart: row.firstStart as EpochMs,
    lastStart: row.lastStart as EpochMs,
  }
}

/** The sessions of a block that are asked for. Throws a Failure with code 'damaged-store'. */
export function readSessionsOfBlock(question: BlockQuestion, row: BlockRowWithBars): readonly ReadSession[] {
  const { symbol, interval } = question
  const bars = readBlock(question, row)
  if (row.synthetic) for (const { state } of bars.sides) state.fill(synthetic)
  if (bars.days) return cutIntoSessions(question, row, bars.days, bars)
  return [{ series: row.series, summary: summaryOf(symbol, interval, row), sides: bars.sides }]
}

function cutIntoSessions(
  { symbol, interval, from, to }: BlockQuestion,
  row: BlockRowWithBars,
  days: Float64Array,
  { sides }: BlockBars,
): readonly ReadSession[] {
  const calendar = calendarOf(row.exchange)
  const sessions: ReadSession[] = []
  let first = 0
  while (first < days.length) {
    const day = at(days, first)
    let next = first + 1
    while (next < days.length && at(days, next) === day) next++
    if (day >= from && day <= to) {
      const own = sides.map((side) => sliceColumns(side, first, next))
      const start = barStarts(own)
      const summary = summaryOf(symbol, interval, {
        ...row,
        day,
        bars: next - first,
        regularBars: countRegularBars(calendar, dateOfDay(day), start),
        firstStart: at(start, 0),
        lastStart: at(start, start.length - 1),
      })
      sessions.push({ series: row.series, summary, sides: own })
    }
    first = next
  }
  return sessions
}

/** In order of session, each once; given in order of feed, so that the feed imported first stays. */
export function firstOfEachSession<T>(
  sessions: readonly T[],
  sessionOf: (item: T) => SessionDate,
): readonly T[] {
  const first = new Map<SessionDate, T>()
  for (const item of sessions) if (!first.has(sessionOf(item))) first.set(sessionOf(item), item)
  return [...first].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item)
}
