import { create } from 'zustand'
import type { SessionReport, SessionState } from '#shared/protocol/session-calls.ts'
import { toldAfterCharts } from './told-after-charts.ts'

/**
 * Where the sessions of the open replay stand, as the engine told last: that of the replay's own exchange first,
 * none while no replay is open.
 */
interface SessionStates {
  readonly reports: readonly SessionReport[]
}
export const useSessionState = create<SessionStates>(toldAfterCharts<SessionStates>(() => ({ reports: [] })))

const names: Readonly<Record<SessionState, string>> = {
  'not-started': 'Not started',
  'pre-market': 'Pre-market',
  active: 'Active',
  'post-market': 'Post-market',
  ended: 'Ended',
  timeout: 'Timeout',
  error: 'Error',
}

/** What a state is called on the screen. */
export function stateName(state: SessionState): string {
  return names[state]
}

/** What a session's state is called now: a break has a name of its own. */
export function nameOf({ state, onBreak }: Pick<SessionReport, 'state' | 'onBreak'>): string {
  return onBreak && state === 'active' ? 'Lunch break' : stateName(state)
}

/** When it came into what it is called: during a break, when that began. */
export function sinceOf({ since, onBreak, log }: SessionReport): SessionReport['since'] {
  const last = onBreak ? log.findLast(({ type }) => type === 'break') : undefined
  return last?.due ?? since
}
