import type { Interval } from '../bars/interval.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import type { ComparedNeed, LeftOut } from './compare.ts'
import type { NeedReason } from './needs.ts'
import type { TrailingWindow } from './trailing-window.ts'

/** How many sessions that are missing are named; beyond them they are counted only. */
const mostNamed = 30

/** Bars that some symbols of a run need for the same reasons, of which the same sessions are missing. */
export interface NeedLine {
  readonly symbols: readonly string[]
  readonly interval: Interval
  readonly reasons: readonly NeedReason[]
  /** First and last session that are needed, and how many. */
  readonly from: SessionDate
  readonly to: SessionDate
  readonly sessions: number
  readonly missing: number
  /** The first of those that are missing. */
  readonly missingSessions: readonly SessionDate[]
}

/** Whether a store has what a run needs. */
export interface Readiness {
  /** Undefined where the file names none and the store knows none of its symbols. */
  readonly exchange?: string | undefined
  /** How many sessions are played, the first and the last of them; undefined where there is none on the dates. */
  readonly sessions: number
  readonly firstSession?: SessionDate | undefined
  readonly lastSession?: SessionDate | undefined
  /** Earlier sessions that it keeps at hand, those that its indicators warm up with among them. */
  readonly windows: readonly TrailingWindow[]
  /** Symbols that take part, in the order of the file. */
  readonly symbols: readonly string[]
  readonly needs: readonly NeedLine[]
  readonly leftOut: readonly LeftOut[]
}

/** Needs that differ by their symbols alone as one line each, in the order in which they first come. */
export class NeedLines {
  readonly #lines = new Map<string, { readonly first: ComparedNeed; readonly symbols: string[] }>()

  add(needs: readonly ComparedNeed[]): void {
    for (const need of needs) {
      const { interval, reasons, sessions, missing } = need
      const span = `${sessions[0]} ${sessions.at(-1)} ${sessions.length}`
      const key = [interval, span, reasons.map(({ text }) => text), missing].join(' ')
      const line = this.#lines.get(key)
      if (line) line.symbols.push(need.symbol)
      else this.#lines.set(key, { first: need, symbols: [need.symbol] })
    }
  }

  lines(): readonly NeedLine[] {
    return [...this.#lines.values()].flatMap(
      ({ first: { interval, reasons, sessions, missing }, symbols }) => {
        const [from] = sessions
        const to = sessions.at(-1)
        if (from === undefined || to === undefined) return []
        const named = missing.slice(0, mostNamed)
        const counts = { sessions: sessions.length, missing: missing.length }
        return [{ symbols, interval, reasons, from, to, ...counts, missingSessions: named }]
      },
    )
  }
}

/** How much of a line is there. */
export type Presence = 'present' | 'partly' | 'missing'

export function presenceOf({ sessions, missing }: NeedLine): Presence {
  if (missing === 0) return 'present'
  return missing < sessions ? 'partly' : 'missing'
}
