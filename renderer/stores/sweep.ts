import { create } from 'zustand'
import type { EventPayload } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import type { SweepView } from '#shared/protocol/sweep-calls.ts'
import type { RankName } from '#shared/sweep/rank.ts'
import type { Mark } from '../backtest/time-left.ts'

/** How the sessions of a sweep are used, and what is typed for each way. */
export interface SweepText {
  /** By strategy, then by param: values such as `2..20:2` or `5|10|20`; one that is not there has the form's value. */
  readonly ranges: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly split: 'whole' | 'held-back' | 'walk-forward'
  readonly percent: string
  readonly inSample: string
  readonly outOfSample: string
  readonly by: RankName
}

/** A sweep that goes on. */
export interface SweepJob {
  /** Undefined until the engine told it. */
  readonly sweep: number | undefined
  readonly phase: EventPayload<EngineContract, 'sweep.progress'>['phase']
  readonly done: number
  readonly total: number
  /** When cells were first heard of, by the clock of the window, and how many were through then. */
  readonly since: Mark
  readonly heardAt: number
  readonly cancelling: boolean
}

interface SweepState {
  readonly text: SweepText
  readonly job: SweepJob | undefined
  /** What is shown; undefined while there is none. */
  readonly view: SweepView | undefined
  /** The strategy of the sweep that is shown, by its key: where a click on a cell puts its params. */
  readonly strategy: string | undefined
  /** Why the last one did not come to its end. */
  readonly failure: string | undefined
  /** How far the last one was when it was cancelled; it goes on there. */
  readonly cancelledAt: { readonly done: number; readonly total: number } | undefined
  /** Params across and up the map; undefined for the first two that vary. */
  readonly across: string | undefined
  readonly up: string | undefined
}

export const noSweep: SweepState = {
  text: {
    ranges: {},
    ...{ split: 'held-back', percent: '30', inSample: '60', outOfSample: '20', by: 'sharpe' },
  },
  job: undefined,
  view: undefined,
  strategy: undefined,
  failure: undefined,
  cancelledAt: undefined,
  across: undefined,
  up: undefined,
}

/** What the sweep tab shows; kept while another one is shown. */
export const useSweep = create<SweepState>(() => noSweep)
