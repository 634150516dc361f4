import type { SessionState } from '#shared/protocol/session-calls.ts'
import { engine } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'

/** Takes the flag of an error away. */
export async function clearError(): Promise<void> {
  await attempt(async () => engine().call('session.clearError', undefined))
}

/** Puts the session of an exchange into a state, past the table of moves. Answers whether that was done. */
export async function forceState(state: SessionState, reason: string, exchange: string): Promise<boolean> {
  const asked = { state, reason, exchange }
  return (await attempt(async () => engine().call('session.forceState', asked))) === null
}
