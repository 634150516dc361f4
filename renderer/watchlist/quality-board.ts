import type { UpkeepQuality } from '#shared/protocol/upkeep-events.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { usePlayback } from '../stores/playback.ts'
import { useUpkeep } from '../stores/upkeep.ts'

type Listener = (quality: UpkeepQuality | undefined) => void

/**
 * Which of the qualities that upkeep told is shown at a clock: the last one that is not of a later clock. One that
 * came before the frame it belongs to waits for it, and one from before a jump back is dropped.
 */
export class QualityBoard {
  #shown: UpkeepQuality | undefined

  /** What is shown at a clock when `told` is what upkeep told last. */
  at(clock: EpochMs | undefined, told: UpkeepQuality | undefined): UpkeepQuality | undefined {
    const before = this.#shown
    if (!told || !isLater(told, clock)) this.#shown = told
    else if (before && (before.session !== told.session || isLater(before, clock))) this.#shown = undefined
    return this.#shown
  }
}

function isLater({ measured }: UpkeepQuality, clock: EpochMs | undefined): boolean {
  return measured !== undefined && clock !== undefined && measured.clock > clock
}

const board = new QualityBoard()
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
  return board.at(usePlayback.getState().clock, useUpkeep.getState().quality)
}

function tell(): void {
  const next = shownQuality()
  if (next === shown) return
  shown = next
  for (const listener of listeners) listener(next)
}

useUpkeep.subscribe(tell)
usePlayback.subscribe(tell)
