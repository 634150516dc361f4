import type { VerifyAnswer } from '#shared/protocol/engine-contract.ts'
import { formatCount } from '../charts/prices.ts'
import { engine } from '../engine/link.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { formatSession } from '../time/zone.ts'

/** Has the engine verify the session that is open, and tells what came of it. */
export async function verifySession(): Promise<void> {
  const answer = await attempt(async () => engine().call('replay.verify', undefined))
  if (answer) tell(answer.broken === 0 ? 'info' : 'error', verdict(answer))
}

/** The outcome in a sentence; the first violation stands for all. */
export function verdict({ session, symbols, checked, broken, violations }: VerifyAnswer): string {
  const what = `${formatSession(session)}: ${formatCount(checked)} checks over ${symbols} ${symbols === 1 ? 'symbol' : 'symbols'}`
  const [first] = violations
  if (!first) return `${what}, all of them hold.`
  return `${what}, ${formatCount(broken)} do not hold, first of ${first.symbol}: ${first.invariant} (${first.detail}).`
}
