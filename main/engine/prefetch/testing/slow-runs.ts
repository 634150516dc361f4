import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { PlanTime } from '#shared/prefetch/plan.ts'
import { dayMs, type EpochMs, hourMs, minuteMs } from '#shared/time/epoch.ts'

/** Within a quarter of an hour no clock changes. */
const quarterMs = 15 * minuteMs

/** Whether a cron line runs at a minute of the wall clock, which is given as if it were UTC. */
export type Matches = (wall: Date) => boolean

/** Instants of [from, to) at which a plan runs, found by looking at each minute of the zone's clock as the runtime has it. */
export function slowRuns(
  when: PlanTime,
  matches: Matches,
  calendar: TradingCalendar,
  from: EpochMs,
  to: EpochMs,
): number[] {
  if (when.kind === 'before-open')
    return allSessions(calendar)
      .map(({ open }) => open - when.minutes * minuteMs)
      .filter((due) => due >= from && due < to)
  const days = new Set<string>(allSessions(calendar).map(({ date }) => date))
  const runsAt = (wall: Date): boolean => {
    const text = wall.toISOString()
    if (when.kind === 'at') return text.slice(11, 16) === when.time && days.has(text.slice(0, 10))
    return matches(wall)
  }
  const shown = shownAround(calendar.zone, from, to)
  const walls = [...shown.keys()]
  const found = new Set<number>()
  for (let wall = Math.min(...walls); wall <= Math.max(...walls); wall += minuteMs)
    if (runsAt(new Date(wall))) found.add(instantOf(shown, wall))
  return [...found].filter((due) => due >= from && due < to).sort((a, b) => a - b)
}

/** The first session, by its open, that is later than an instant. */
export function slowNext(calendar: TradingCalendar, time: number): SessionDate | undefined {
  return allSessions(calendar).find(({ open }) => open > time)?.date
}

const sessionsOf = new Map<TradingCalendar, ReturnType<TradingCalendar['sessions']>>()

function allSessions(calendar: TradingCalendar): ReturnType<TradingCalendar['sessions']> {
  const known = sessionsOf.get(calendar) ?? calendar.sessions(calendar.first, calendar.last)
  sessionsOf.set(calendar, known)
  return known
}

const shownBy = new Map<string, Map<number, number>>()

/** What the clock shows from the day before to the day after, kept because each minute costs microseconds. */
function shownAround(zone: string, from: number, to: number): Map<number, number> {
  const [first, last] = [Math.floor(from / dayMs) - 1, Math.ceil(to / dayMs) + 1]
  const key = `${zone} ${first} ${last}`
  const shown = shownBy.get(key) ?? firstShown(zone, first * dayMs, last * dayMs)
  shownBy.set(key, shown)
  return shown
}

/** By what the wall clock shows, the instant at which it shows it first. */
function firstShown(zone: string, from: number, to: number): Map<number, number> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  })
  const shown = new Map<number, number>()
  for (let quarter = from; quarter < to; quarter += quarterMs) {
    const wall = Date.parse(`${format.format(quarter).replace(', ', 'T')}:00Z`)
    for (let past = 0; past < quarterMs; past += minuteMs)
      if (!shown.has(wall + past)) shown.set(wall + past, quarter + past)
  }
  return shown
}

/** Of a time that the clock skips: as long after the last one that it shows. */
function instantOf(shown: ReadonlyMap<number, number>, wall: number): number {
  for (let before = wall; before > wall - 3 * hourMs; before -= minuteMs) {
    const time = shown.get(before)
    if (time !== undefined) return time + wall - before
  }
  return Number.NaN
}
