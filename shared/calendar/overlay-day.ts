import type { CalendarOverlay } from './overlay.ts'
import type { SessionDate } from './session-date.ts'

/** What a user may say of one day, each with the reason; times are HH:MM on the wall clock of the exchange. */
export type DayChange = { readonly reason: string } & (
  | { readonly kind: 'closed' | 'open' | 'full-day' }
  | { readonly kind: 'early-close' | 'late-open'; readonly at: string }
)

/** What an overlay says of a day: nothing, one thing, or an early close and a late open. */
export function changesOf(overlay: CalendarOverlay, date: SessionDate): readonly DayChange[] {
  const { closures, openings, earlyCloses, fullDays, lateOpens } = overlay
  const isOfDay = (entry: { readonly date: string }) => entry.date === date
  return [
    ...closures.filter(isOfDay).map(({ reason }) => ({ kind: 'closed' as const, reason })),
    ...openings.filter(isOfDay).map(({ reason }) => ({ kind: 'open' as const, reason })),
    ...lateOpens
      .filter(isOfDay)
      .map(({ reason, open }) => ({ kind: 'late-open' as const, reason, at: open })),
    ...earlyCloses
      .filter(isOfDay)
      .map(({ reason, close }) => ({ kind: 'early-close' as const, reason, at: close })),
    ...fullDays.filter(isOfDay).map(({ reason }) => ({ kind: 'full-day' as const, reason })),
  ]
}

/** An overlay that says nothing of a day. */
export function withoutDay(overlay: CalendarOverlay, date: SessionDate): CalendarOverlay {
  const others = <T extends { readonly date: string }>(entries: readonly T[]): T[] =>
    entries.filter((entry) => entry.date !== date)
  return {
    closures: others(overlay.closures),
    openings: others(overlay.openings),
    earlyCloses: others(overlay.earlyCloses),
    fullDays: others(overlay.fullDays),
    lateOpens: others(overlay.lateOpens),
  }
}

/**
 * An overlay with one more change of a day. A change that contradicts it goes: of an early close and a late open the
 * other stays, and so does an opening, which both need.
 */
export function withChange(overlay: CalendarOverlay, date: SessionDate, change: DayChange): CalendarOverlay {
  const kept = changesOf(overlay, date).filter(({ kind }) => canStandBeside(kind, change.kind))
  return [...kept, change].reduce((next, each) => added(next, date, each), withoutDay(overlay, date))
}

const hoursOf: readonly DayChange['kind'][] = ['early-close', 'late-open', 'full-day']

function canStandBeside(one: DayChange['kind'], other: DayChange['kind']): boolean {
  if (one === other || one === 'closed' || other === 'closed') return false
  if (one === 'open' || other === 'open') return hoursOf.includes(one === 'open' ? other : one)
  return one === 'late-open' || other === 'late-open'
}

function added(overlay: CalendarOverlay, date: SessionDate, change: DayChange): CalendarOverlay {
  const { reason } = change
  switch (change.kind) {
    case 'closed':
      return { ...overlay, closures: sorted([...overlay.closures, { date, reason }]) }
    case 'open':
      return { ...overlay, openings: sorted([...overlay.openings, { date, reason }]) }
    case 'full-day':
      return { ...overlay, fullDays: sorted([...overlay.fullDays, { date, reason }]) }
    case 'early-close':
      return {
        ...overlay,
        earlyCloses: sorted([...overlay.earlyCloses, { date, reason, close: change.at }]),
      }
    case 'late-open':
      return { ...overlay, lateOpens: sorted([...overlay.lateOpens, { date, reason, open: change.at }]) }
  }
}

function sorted<T extends { readonly date: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((one, other) => (one.date < other.date ? -1 : 1))
}
