import { create } from 'zustand'
import type { VerifyAnswer } from '#shared/protocol/replay-calls.ts'
import { formatCount } from '../charts/prices.ts'
import { engine } from '../engine/link.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { formatSession } from '../time/zone.ts'

/** Whether the engine is verifying. */
export const useVerifying = create<{ readonly verifying: boolean }>(() => ({ verifying: false }))

/** Has the engine verify the session that is open, one at a time, and tells what came of it. */
export async function verifySession(): Promise<void> {
  if (useVerifying.getState().verifying) return
  useVerifying.setState({ verifying: true })
  const answer = await attempt(async () => engine().call('replay.verify', undefined))
  useVerifying.setState({ verifying: false })
  if (answer) tell(answer.broken === 0 ? 'info' : 'error', verdict(answer))
}

/** The outcome in a sentence; the first violation stands for all. */
export function verdict({ session, symbols, checked, broken, violations }: VerifyAnswer): string {
  const what = `${formatSession(session)}: ${formatCount(checked)} checks over ${symbols} ${symbols === 1 ? 'symbol' : 'symbols'}`
  const [first] = violations
  if (!first) return `${what}, all of them hold.`
  return `${what}, ${formatCount(broken)} do not hold, first of ${first.symbol}: ${first.invariant} (${first.detail}).`
}
