import { create } from 'zustand'
import type { AdjustmentMode } from '#shared/bars/adjustment-mode.ts'
import type { BarView } from '#shared/bars/bar-view.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ReplayInfo, ReplayRolled, ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { readRemembered } from './remembered.ts'
import { toldAfterCharts } from './told-after-charts.ts'

/** First and last session of a range. */
export interface SessionRange {
  readonly first: SessionDate
  readonly last: SessionDate
}

/** A session is being opened. */
export interface Opening {
  readonly state: 'opening'
  /** What is on the screen meanwhile: what was before, or of the new one its charts and what is known of their symbols. */
  readonly shows: 'before' | 'charts'
  /** Whether it is to play once it is open. */
  readonly plays: boolean
  /** The speed that was chosen for it meanwhile. */
  readonly speed?: ReplaySpeed | undefined
}

/** What the user wants to see; it outlives the engine. */
interface ReplayState {
  readonly exchange: string | undefined
  readonly session: SessionDate | undefined
  /** Sessions that are played through one after the other; undefined where it is one alone. */
  readonly range: SessionRange | undefined
  readonly hours: 'regular' | 'all'
  /** How bars of earlier sessions are shown. */
  readonly adjustment: AdjustmentMode
  /** Whether bars are shown as they were known at the clock, or in their last version. */
  readonly view: BarView
  /** What the engine opened for it; kept while the next one is being opened. */
  readonly info: ReplayInfo | undefined
  /** The session it rolled from, which the engine kept, and its last instant. */
  readonly rolledFrom: ReplayRolled['from'] | undefined
  readonly status:
    | { readonly state: 'none' }
    | Opening
    | { readonly state: 'open' }
    | { readonly state: 'failed'; readonly cause: string }
}

/** Whether a replay has a symbol: one that could not be read is left out. */
export function hasSymbol(info: Pick<ReplayInfo, 'symbols'>, symbol: string): boolean {
  return info.symbols.some((listed) => listed.symbol === symbol)
}

export const useReplay = create<ReplayState>(
  toldAfterCharts<ReplayState>(() => ({
    exchange: undefined,
    session: undefined,
    range: undefined,
    hours: readRemembered().hours,
    adjustment: readRemembered().adjustment,
    view: readRemembered().view,
    info: undefined,
    rolledFrom: undefined,
    status: { state: 'none' },
  })),
)
