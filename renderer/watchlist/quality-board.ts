import type { UpkeepQuality } from '#shared/protocol/upkeep-events.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { usePlayback } from '../stores/playback.ts'
import { useUpkeep } from '../stores/upkeep.ts'

type Listener = (quality: UpkeepQuality | undefined) => void

/** Where the clock is, and the jump that it came there by last. */
interface Moment {
  readonly clock: EpochMs | undefined
  /** Another one after every jump. */
  readonly epoch: number | undefined
}

/**
 * Which of the qualities that upkeep told is shown at a clock: the last one that is not of a later clock. One that
 * came before the frame it belongs to waits for it, and one of a minute before the last jump is dropped: what frames
 * tell of the minutes since is more than it knows.
 */
export class QualityBoard {
  #shown: UpkeepQuality | undefined
  #epoch: number | undefined
  #jumpedTo = Number.NEGATIVE_INFINITY

  /** What is shown at a moment when `told` is what upkeep told last. */
  at({ clock, epoch }: Moment, told: UpkeepQuality | undefined): UpkeepQuality | undefined {
    if (epoch !== this.#epoch) {
      this.#epoch = epoch
      this.#jumpedTo =
        clock === undefined ? Number.NEGATIVE_INFINITY : Math.floor(clock / minuteMs) * minuteMs
    }
    const before = this.#shown
    if (!told || !isLater(told, clock)) this.#shown = told
    else if (before && (before.session !== told.session || isLater(before, clock))) this.#shown = undefined
    const measured = this.#shown?.measured
    return measured && measured.clock < this.#jumpedTo ? undefined : this.#shown
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
