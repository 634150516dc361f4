import { create } from 'zustand'
import type { GapRow, LedgerAnswer } from '#shared/protocol/ledger-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** Minutes [start, end) that were chosen in the ledger, on the chart or on the timeline. */
export interface ChosenRun {
  readonly start: EpochMs
  readonly end: EpochMs
}

interface LedgerState {
  /** What the engine told last of the focused symbol in this session. */
  readonly answer: LedgerAnswer | undefined
  /** Gaps of the sessions shown before it. */
  readonly earlier: readonly GapRow[]
  /** Why the ledger cannot be told. */
  readonly failure: string | undefined
  readonly chosen: ChosenRun | undefined
}

export const emptyLedger: LedgerState = {
  answer: undefined,
  earlier: [],
  failure: undefined,
  chosen: undefined,
}

/** The gap ledger of the focused symbol, as far as the window knows it. */
export const useLedger = create<LedgerState>(() => emptyLedger)
