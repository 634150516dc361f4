import {
  allocateColumns,
  type BarColumns,
  type BarRange,
  lowerBound,
  setColumns,
  sliceColumns,
} from '#shared/bars/columns.ts'
import type { Hours } from '#shared/bars/derive-windows.ts'
import type { Segment, Session } from '#shared/calendar/trading-calendar.ts'

/** First and last instant of a session's hours. */
export function spanOfHours(session: Session, hours: Hours): Segment {
  if (hours === 'regular') return { open: session.open, close: session.close }
  return {
    open: session.preMarket?.open ?? session.open,
    close: session.postMarket?.close ?? session.close,
  }
}

/**
 * The 1m bars of a session that lie within its hours: for regular hours those that start in a segment, for all
 * hours also those in a break. A bar that starts at the close is after it (T4).
 */
export function barsInHours(columns: BarColumns, session: Session, hours: Hours): BarColumns {
  const stretches = hours === 'regular' ? session.segments : [spanOfHours(session, hours)]
  return joinColumns(stretches.map((stretch) => barsInStretch(columns, stretch)))
}

/** The bars of a range as columns of their own length. */
export function wholeColumns({ columns, from, to }: BarRange): BarColumns {
  return from === 0 && to === columns.start.length ? columns : sliceColumns(columns, from, to)
}

/** Bars one after the other in columns of their own. */
export function joinColumns(parts: readonly BarColumns[]): BarColumns {
  const [only] = parts
  if (only && parts.length === 1) return only
  const joined = allocateColumns(parts.reduce((sum, { start }) => sum + start.length, 0))
  let offset = 0
  for (const part of parts) {
    setColumns(joined, part, offset)
    offset += part.start.length
  }
  return joined
}

function barsInStretch(columns: BarColumns, { open, close }: Segment): BarColumns {
  const from = lowerBound(columns.start, open)
  const to = lowerBound(columns.start, close)
  return from === 0 && to === columns.start.length ? columns : sliceColumns(columns, from, to)
}
