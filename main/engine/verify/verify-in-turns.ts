import type { LoadedSession } from '../replay/loaded-session.ts'
import { inTurns } from '../time/in-turns.ts'
import type { Ticker } from '../time/ticker.ts'
import { type VerifyReport, verifyMinutes } from './verify-session.ts'

/** Verifies a session while everything else goes on. */
export function verifyInTurns(loaded: LoadedSession, ticker: Ticker): Promise<VerifyReport> {
  return inTurns(
    verifyMinutes(loaded, () => ticker.elapsed()),
    ticker,
  )
}
