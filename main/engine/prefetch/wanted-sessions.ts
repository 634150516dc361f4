import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import type { Settings } from '#shared/settings/settings.ts'
import { trailingWindows } from '#shared/settings/trailing-windows.ts'
import type { ReplaySettings } from '../replay/loaded-session.ts'
import type { WantedSession } from './cache/prepared-sessions.ts'

/** How a window asks for a session that has never asked for one. */
export function usualRequest(settings: Settings): ReplaySettings {
  return {
    hours: 'regular',
    adjustment: 'split',
    view: 'as-repaired',
    windows: settings.historicalBarsAutoLoad ? trailingWindows(settings) : [],
  }
}

/**
 * What a plan keeps in memory, the first needed first: the next session and the one before it, which is what a
 * morning replays, both as a window asks for them; then the next one with the windows of the plan itself.
 */
export function wantedBy(
  { exchange, intervals, trailing }: Pick<Plan, 'exchange' | 'intervals' | 'trailing'>,
  symbols: readonly string[],
  session: SessionDate,
  calendar: TradingCalendar,
  request: ReplaySettings,
): readonly WantedSession[] {
  const of = { exchange, symbols, ...request }
  const before = calendar.trailingSessions(session, 1).map(({ date }) => ({ ...of, session: date }))
  const windows = trailing === 0 ? [] : intervals.map((interval) => ({ sessions: trailing, interval }))
  const asPlanned =
    JSON.stringify(windows) === JSON.stringify(request.windows) ? [] : [{ ...of, session, windows }]
  return [{ ...of, session }, ...before, ...asPlanned]
}
