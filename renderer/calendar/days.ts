import { useMemo } from 'react'
import { changesOf } from '#shared/calendar/overlay-day.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { useOverlay } from '../calendar-overlay/change-day.ts'
import { useCalendar } from './calendar-state.ts'
import { barsOf, type Day } from './day-model.ts'
import { madeReadyBefore } from './made-ready.ts'

/** Looks up a day of the shown year; everything that nothing was told of yet is left open. */
export type DayLookUp = (date: SessionDate) => Day

/** The days of the shown year, with what the user changed of them. */
export function useDayLookUp(): DayLookUp {
  const year = useCalendar((state) => state.year)
  const quality = useCalendar((state) => state.quality)
  const runs = useCalendar((state) => state.runs)
  const boards = useCalendar((state) => state.boards)
  const sessionsAfter = useCalendar((state) => state.sessionsAfter)
  const projectedAfter = useCalendar((state) => state.range?.projectedAfter)
  const overlay = useOverlay(useCalendar((state) => state.exchange) ?? 'XNYS')
  const byDate = useMemo(
    () => ({
      sessions: new Map(year?.sessions.map((session) => [session.session, session])),
      closures: new Map(year?.closures.map((closure) => [closure.date, closure])),
      clockChanges: new Map(year?.clockChanges.map(({ date, minutes }) => [date, minutes])),
    }),
    [year],
  )
  const madeReady = useMemo(
    () => madeReadyBefore([...runs.values()].flat(), [...(year?.sessions ?? []), ...sessionsAfter], boards),
    [runs, year, sessionsAfter, boards],
  )
  return useMemo(
    () => (date) => {
      const session = byDate.sessions.get(date)
      const counted = quality?.sessions.get(date)
      return {
        date,
        session,
        bars: session
          ? barsOf(session, counted && quality && { ...quality, ...counted })
          : { kind: 'unknown' },
        closure: byDate.closures.get(date),
        interruptions: year?.interruptions.filter((stop) => stop.session === date) ?? [],
        clockChange: byDate.clockChanges.get(date),
        changes: changesOf(overlay, date),
        runs: runs.get(date) ?? [],
        madeReady: madeReady.get(date),
        projected: projectedAfter !== undefined && date > projectedAfter,
      }
    },
    [byDate, year, quality, runs, madeReady, overlay, projectedAfter],
  )
}
