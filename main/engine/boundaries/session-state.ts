import type { SessionState } from '#shared/protocol/session-calls.ts'

/** The moves a session may make by itself. `ended` goes on only with the next session, by a roll. */
export const allowedMoves: Readonly<Record<SessionState, readonly SessionState[]>> = {
  'not-started': ['pre-market', 'active', 'error'],
  'pre-market': ['active', 'timeout', 'error', 'ended'],
  active: ['post-market', 'timeout', 'error', 'ended'],
  'post-market': ['ended', 'timeout', 'error'],
  ended: ['not-started', 'pre-market'],
  timeout: ['active', 'error', 'ended'],
  error: ['not-started', 'active', 'ended'],
}

/** Whether a session may move from one state to another without being forced. */
export function isAllowedMove(from: SessionState, to: SessionState): boolean {
  return allowedMoves[from].includes(to)
}
