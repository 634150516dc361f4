import type { LoadedSession } from '../replay/loaded-session.ts'
import { nextTurn, type Ticker } from '../time/ticker.ts'
import { type VerifyReport, verifyMinutes } from './verify-session.ts'

/** Work between two turns of the event loop, which must not be held over 8 ms. */
const sliceMs = 4

/** Verifies a session while everything else goes on. */
export async function verifyInTurns(loaded: LoadedSession, ticker: Ticker): Promise<VerifyReport> {
  const minutes = verifyMinutes(loaded, () => ticker.elapsed())
  let until = ticker.elapsed() + sliceMs
  for (;;) {
    const minute = minutes.next()
    if (minute.done) return minute.value
    if (ticker.elapsed() < until) continue
    await nextTurn(ticker)
    until = ticker.elapsed() + sliceMs
  }
}
