import { dayNumber } from '../calendar/session-date.ts'
import type { Session } from '../calendar/trading-calendar.ts'
import { dayMs, type EpochMs, minuteMs } from '../time/epoch.ts'

/** Kinds of sessions that are worth a look, or any. */
export const scenarioNames = ['half-days', 'clock-changes', 'volatile', 'worst-data', 'random'] as const
export type ScenarioName = (typeof scenarioNames)[number]

/** A session that bars are stored of. */
export interface KnownSession {
  readonly session: Session
  /** Mean over symbols of the highest price over the lowest of regular hours, less 1, in percent. */
  readonly rangePct: number
  /** Minutes of regular hours that have a bar, and those that should have one, of all symbols. */
  readonly there: number
  readonly expected: number
}

/** A chosen session, and why it was chosen. */
export interface ScenarioSession {
  readonly session: Session
  readonly reason: string
}

const weekDays = 7

/**
 * Chooses sessions of a kind, `most` at most: half days, late opens and the weeks after the clocks of the exchange were
 * changed the newest first, the widest ranges and the most missing minutes first, or any, by `uniform`, which gives
 * numbers in [0, 1). `known` is in order of time; `zone` is that of the exchange, in which reasons tell times.
 */
export function chooseSessions(
  name: ScenarioName,
  known: readonly KnownSession[],
  zone: string,
  most: number,
  uniform: () => number,
): readonly ScenarioSession[] {
  switch (name) {
    case 'half-days': {
      const clock = wallClock(zone)
      return newest(known, most, ({ earlyClose, lateOpen, open, close, reason }) => {
        if (!earlyClose && !lateOpen) return undefined
        const when = earlyClose ? `closes ${clock(close)}` : `opens ${clock(open)}`
        return reason === undefined ? when : `${when}: ${reason}`
      })
    }
    case 'clock-changes': {
      const changes = clockChanges(known)
      return newest(known, most, ({ dayStart }) => {
        const change = changes.find(({ at }) => dayStart >= at && dayStart < at + weekDays * dayMs)
        return change && `clocks went ${change.minutes > 0 ? 'forward' : 'back'}`
      })
    }
    case 'volatile':
      return known
        .toSorted((one, other) => other.rangePct - one.rangePct)
        .slice(0, most)
        .map(({ session, rangePct }) => ({ session, reason: `range ${rangePct.toFixed(2)} %` }))
    case 'worst-data':
      return known
        .filter(({ there, expected }) => there < expected)
        .toSorted((one, other) => one.there / one.expected - other.there / other.expected)
        .slice(0, most)
        .map(({ session, there, expected }) => ({
          session,
          reason: `coverage ${coverage(there, expected)} %: ${(expected - there).toLocaleString('en-US')} of ${expected.toLocaleString('en-US')} minutes have no bar`,
        }))
    case 'random':
      return drawn(known, most, uniform).map(({ session }) => ({ session, reason: 'drawn' }))
  }
}

/** Tells HH:MM on the wall clock of a zone. */
function wallClock(zone: string): (time: EpochMs) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (time) => format.format(time)
}

/** Percent with one decimal, rounded down: what lacks a minute is not 100.0. */
function coverage(there: number, expected: number): string {
  return (Math.floor((1000 * there) / expected) / 10).toFixed(1)
}

/** Of the newest ones the reasons are asked first, and no more than are wanted. */
function newest(
  known: readonly KnownSession[],
  most: number,
  reasonOf: (session: Session) => string | undefined,
): readonly ScenarioSession[] {
  const chosen: ScenarioSession[] = []
  for (const { session } of known.toReversed()) {
    if (chosen.length === most) break
    const reason = reasonOf(session)
    if (reason !== undefined) chosen.push({ session, reason })
  }
  return chosen
}

/** When the wall clock of the exchange first was another than in the session before, and by how many minutes. */
function clockChanges(
  known: readonly KnownSession[],
): readonly { readonly at: number; readonly minutes: number }[] {
  let before: number | undefined
  return known.flatMap(({ session }) => {
    const offset = offsetOf(session)
    const minutes = before === undefined ? 0 : offset - before
    before = offset
    return minutes === 0 ? [] : [{ at: session.dayStart, minutes }]
  })
}

/** Minutes that the wall clock of the exchange is ahead of UTC at the midnight of a session's date. */
function offsetOf({ date, dayStart }: Session): number {
  return Math.round((dayNumber(date) * dayMs - dayStart) / minuteMs)
}

/** Some of a list, each once, in the order of the list. */
function drawn<T>(all: readonly T[], most: number, uniform: () => number): readonly T[] {
  const left = [...all.keys()]
  const chosen: number[] = []
  while (chosen.length < most && left.length > 0)
    chosen.push(...left.splice(Math.floor(uniform() * left.length), 1))
  return chosen.sort((one, other) => one - other).flatMap((index) => all[index] ?? [])
}
