import { at, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { filled, synthetic } from '#shared/bars/state.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { dateOfDay, type SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { BlockBars } from './codec/block.ts'
import { barStarts } from './merge.ts'
import type { BlockFactsRow, BlockRow, SeriesRow } from './reads.ts'
import { countRegularBars } from './regular-bars.ts'
import type { StoredSessionSummary } from './store.ts'
import { readBlock } from './stored-block.ts'

const dates = new Map<number, SessionDate>()

/** The date of a day. Made once: anew for each of hundreds of sessions it would take a tenth of reading them. */
function dateOf(day: number): SessionDate {
  const known = dates.get(day)
  if (known !== undefined) return known
  const date = dateOfDay(day)
  dates.set(day, date)
  return date
}

/** A session as read, whatever its kind: one side for trades, bid and ask for quotes. */
export interface ReadSession {
  readonly series: number
  readonly summary: StoredSessionSummary
  readonly sides: readonly BarColumns[]
}

/** What is said of a block that holds one session. */
export function summaryOf(
  { symbol, feed, interval }: SeriesRow,
  [day, bars, regularBars, firstStart, lastStart]: BlockFactsRow,
): StoredSessionSummary {
  return {
    symbol,
    feed,
    interval,
    session: dateOf(day),
    bars,
    regularBars,
    firstStart: firstStart as EpochMs,
    lastStart: lastStart as EpochMs,
  }
}

/**
 * The sessions of a block from day `from` to day `to`, both included. Throws a Failure with code 'damaged-store'
 * that names the file, which is `path`.
 */
export function readSessionsOfBlock(
  path: string,
  series: SeriesRow,
  [day, count, regularBars, firstStart, lastStart, checksum, bytes]: BlockRow,
  from: number,
  to: number,
): readonly ReadSession[] {
  const { symbol, interval } = series
  const bars = readBlock({ path, symbol, interval }, { day, bars: count, checksum, bytes })
  if (series.synthetic) for (const { state } of bars.sides) markSynthetic(state)
  if (bars.days) return cutIntoSessions(series, bars.days, bars, from, to)
  const summary = summaryOf(series, [day, count, regularBars, firstStart, lastStart])
  return [{ series: series.id, summary, sides: bars.sides }]
}

/** Bars of a made-up feed are synthetic, but for those that were filled from elsewhere. */
function markSynthetic(state: Uint8Array): void {
  for (let index = 0; index < state.length; index++) if (state[index] !== filled) state[index] = synthetic
}

function cutIntoSessions(
  series: SeriesRow,
  days: Float64Array,
  { sides }: BlockBars,
  from: number,
  to: number,
): readonly ReadSession[] {
  const calendar = calendarOf(series.exchange)
  const sessions: ReadSession[] = []
  let first = 0
  while (first < days.length) {
    const day = at(days, first)
    let next = first + 1
    while (next < days.length && at(days, next) === day) next++
    if (day >= from && day <= to) {
      const own = sides.map((side) => sliceColumns(side, first, next))
      const start = barStarts(own)
      const regular = countRegularBars(calendar, dateOfDay(day), start)
      const summary = summaryOf(series, [
        day,
        start.length,
        regular,
        at(start, 0),
        at(start, start.length - 1),
      ])
      sessions.push({ series: series.id, summary, sides: own })
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
