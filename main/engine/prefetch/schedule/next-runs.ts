import type { Plan } from '#shared/prefetch/plan.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { NextRun, NextRuns } from '#shared/protocol/prefetch-calls.ts'
import { addMs, type EpochMs } from '#shared/time/epoch.ts'
import type { Calendars } from '../../calendars/calendars.ts'
import { runsFrom } from './run-times.ts'
import { wallText } from './wall-clock.ts'

/** The next runs of a plan after an instant, `most` of them; where there are fewer, in words why. */
export function nextRunsOf(
  { name, exchange, when, enabled }: Pick<Plan, 'name' | 'exchange' | 'when' | 'enabled'>,
  calendars: Pick<Calendars, 'of'>,
  after: EpochMs,
  most: number,
): NextRuns {
  const runs: NextRun[] = []
  let zone = ''
  try {
    const calendar = calendars.of(exchange)
    zone = calendar.zone
    if (!enabled) return { plan: name, exchange, zone, runs, problem: 'It is off: it runs by hand only.' }
    for (const { due, session } of runsFrom(when, calendar, addMs(after, 1))) {
      runs.push({ due, ...wallText(zone, due), session: session.date, open: session.open })
      if (runs.length === most) break
    }
    return { plan: name, exchange, zone, runs }
  } catch (error) {
    return { plan: name, exchange, zone, runs, problem: asFailure(error).message }
  }
}
