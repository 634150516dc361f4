import type { SessionStart } from '#shared/prefetch/session-start.ts'
import { mostStarts, type StartSummary, type StartTimes } from '#shared/protocol/start-calls.ts'
import { medianOf } from '../../upkeep/evidence/median.ts'

/** How sessions were started since the engine began. */
export class SessionStarts {
  readonly #starts: SessionStart[] = []
  #hits = 0
  #misses = 0

  /** Takes note of a start. */
  add(start: SessionStart): void {
    this.#starts.unshift(start)
    this.#starts.length = Math.min(this.#starts.length, mostStarts)
    if (isHit(start)) this.#hits++
    else if (isMiss(start)) this.#misses++
  }

  /**
   * The last `most` ones, the last first, and what they come to; and of all that something was prepared for how many
   * began with it.
   */
  state(most = mostStarts): {
    readonly starts: SessionStart[]
    readonly summary: StartSummary
    readonly hits: number
    readonly of: number
  } {
    const starts = this.#starts.slice(0, most)
    return { starts, summary: summaryOf(starts), hits: this.#hits, of: this.#hits + this.#misses }
  }
}

/** `starts` are the last first. */
function summaryOf(starts: readonly SessionStart[]): StartSummary {
  const prefetched = timesOf(starts, 'prefetched')
  const store = timesOf(starts, 'store')
  const hits = starts.filter(isHit).length
  const of = hits + starts.filter(isMiss).length
  return { hits, of, ...(prefetched && { prefetched }), ...(store && { store }) }
}

function timesOf(starts: readonly SessionStart[], from: SessionStart['from']): StartTimes | undefined {
  const times = starts.flatMap((start) => (start.from === from ? [start.ms] : []))
  const [last] = times
  return last === undefined
    ? undefined
    : { starts: times.length, median: medianOf(Float64Array.from(times)), last }
}

function isHit({ from }: SessionStart): boolean {
  return from === 'prefetched'
}

/** A start that nothing was to be prepared for, or from a roll, says nothing of prefetch. */
function isMiss({ miss }: SessionStart): boolean {
  return miss !== undefined && miss.code !== 'none' && miss.code !== 'off'
}
