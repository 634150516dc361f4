import type { UpkeepQuality } from '#shared/protocol/upkeep-events.ts'
import { usePlayback } from '../stores/playback.ts'
import { useUpkeep } from '../stores/upkeep.ts'
import { ToldAtClock } from '../time/told-at-clock.ts'

type Listener = (quality: UpkeepQuality | undefined) => void

const board = new ToldAtClock<UpkeepQuality>(
  ({ measured }) => measured?.clock,
  (one, other) => one.session === other.session,
)
const listeners = new Set<Listener>()
let shown: UpkeepQuality | undefined

/** Listens until the returned function is called; is told what is shown at once. */
export function watchQuality(listener: Listener): () => void {
  listeners.add(listener)
  listener(shownQuality())
  return () => listeners.delete(listener)
}

/** What upkeep measured, as of the clock on the screen; undefined where that is not known. */
export function shownQuality(): UpkeepQuality | undefined {
  return board.at(usePlayback.getState(), useUpkeep.getState().quality)
}

function tell(): void {
  const next = shownQuality()
  if (next === shown) return
  shown = next
  for (const listener of listeners) listener(next)
}

useUpkeep.subscribe(tell)
usePlayback.subscribe(tell)
