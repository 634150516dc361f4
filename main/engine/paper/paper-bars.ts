import type { Instrument } from '#shared/backtest/broker-settings.ts'
import { allocateColumns, at, type BarColumns, lowerBound, sliceColumns } from '#shared/bars/columns.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { instrumentOf } from '../backtest/load/instrument.ts'
import type { LateBars } from '../coordinator/bar-source.ts'
import { copyBars } from '../history/copy-bars.ts'
import { barsInHours } from '../replay/hours.ts'
import type { LoadedSymbol } from '../replay/loaded-session.ts'

/** The bars of a session that paper orders of a symbol may be filled from, in the order they were known. */
export interface PaperBars {
  readonly instrument: Instrument
  readonly session: Session
  readonly columns: BarColumns
  /** When each bar ended, and when it was known: then, or later where it came late. */
  readonly end: Float64Array
  readonly knownAt: Float64Array
  /** The first bar of each segment: between two of them none is missing. And the number of bars. */
  readonly sessionStarts: Int32Array
}

/**
 * The bars of regular hours that were known in their turn. A later version of a bar, and one that came when a newer
 * one was known, alter no order (R18); nor do bars that a source delivers while the session is replayed, which are
 * not among these.
 */
export function paperBars({ symbol, exchange, synthetic, columns, late }: LoadedSymbol): PaperBars {
  const { session, calendar } = exchange
  const onTime = barsInHours(columns, session, 'regular')
  const { columns: known, knownAt } = late
    ? withLate(onTime, late, session)
    : { columns: onTime, knownAt: onTime.start.map(endOf) }
  return {
    instrument: instrumentOf({ symbol, exchange: calendar.exchange, synthetic }, known.close),
    session,
    columns: known,
    end: known.start.map(endOf),
    knownAt,
    sessionStarts: Int32Array.of(
      ...session.segments.map(({ open }) => lowerBound(known.start, open)),
      known.start.length,
    ),
  }
}

interface KnownBars {
  readonly columns: BarColumns
  readonly knownAt: Float64Array
}

/** Bars that were known at their end and late ones by the time they were known, those left out that lie further back. */
function withLate(onTime: BarColumns, late: LateBars, session: Session): KnownBars {
  const most = onTime.start.length + late.knownAt.length
  const columns = allocateColumns(most)
  const knownAt = new Float64Array(most)
  let [count, next, nextLate] = [0, 0, 0]
  const take = (source: BarColumns, index: number, known: number): void => {
    const start = at(source.start, index)
    if (count > 0 && start <= at(columns.start, count - 1)) return
    copyBars(columns, count, { columns: source, from: index, to: index + 1 })
    knownAt[count++] = known
  }
  while (next < onTime.start.length || nextLate < late.knownAt.length) {
    const end = next < onTime.start.length ? endOf(at(onTime.start, next)) : Number.POSITIVE_INFINITY
    const known = nextLate < late.knownAt.length ? at(late.knownAt, nextLate) : Number.POSITIVE_INFINITY
    if (end <= known) take(onTime, next++, end)
    else {
      if (isRegular(session, at(late.columns.start, nextLate))) take(late.columns, nextLate, known)
      nextLate++
    }
  }
  return { columns: sliceColumns(columns, 0, count), knownAt: knownAt.slice(0, count) }
}

function isRegular({ segments }: Session, start: number): boolean {
  return segments.some(({ open, close }) => open <= start && start < close)
}

function endOf(start: number): number {
  return start + minuteMs
}
