import { useSyncExternalStore } from 'react'
import type { LedgerAnswer } from '#shared/protocol/ledger-calls.ts'
import { useLedger } from '../stores/ledger.ts'
import { usePlayback } from '../stores/playback.ts'
import { ToldAtClock } from '../time/told-at-clock.ts'

const answers = new ToldAtClock<LedgerAnswer>(
  ({ clock }) => clock,
  (one, other) => one.symbol === other.symbol && one.session === other.session,
)

/**
 * What the ledger told of the focused symbol, as of the clock on the screen or of a minute that it played on from;
 * undefined until it did, and after a jump until it is asked there.
 */
export function useShownAnswer(): LedgerAnswer | undefined {
  return useSyncExternalStore(listen, shownAnswer)
}

function shownAnswer(): LedgerAnswer | undefined {
  return answers.at(usePlayback.getState(), useLedger.getState().answer)
}

function listen(changed: () => void): () => void {
  const stops = [useLedger.subscribe(changed), usePlayback.subscribe(changed)]
  return () => {
    for (const stop of stops) stop()
  }
}
