import { create } from 'zustand'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { KeptResults, KeptRun, RunFault, RunTrust } from '#shared/protocol/backtest-calls.ts'
import type { EventPayload } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import type { FormText } from '../backtest/form/form-text.ts'

/** What the backtest view shows in its middle. */
export type BacktestTab = 'results' | 'compare' | 'sweep' | 'strategy'

/** A run that waits or goes on. */
export interface Job {
  readonly run: number
  /** What it is called while it has no name. */
  readonly title: string
  readonly phase: EventPayload<EngineContract, 'backtest.progress'>['phase']
  readonly done: number
  readonly total: number
  /** When its phase was first heard of, by the clock of the window, and how far it was then. */
  readonly since: { readonly at: number; readonly done: number }
  /** When it was heard of last. */
  readonly heardAt: number
  readonly cancelling: boolean
  /** The text that its strategy's file had when the run was asked for, where the editor has read it. */
  readonly text?: string | undefined
}

export type Shown =
  | { readonly state: 'none' }
  | { readonly state: 'reading'; readonly run: KeptRun }
  | {
      readonly state: 'results'
      readonly results: KeptResults
      /** Of a run that was run again: what is not as it was then; undefined of a first run. */
      readonly changed: readonly string[] | undefined
    }
  | { readonly state: 'unreadable'; readonly run: KeptRun; readonly message: string }
  | { readonly state: 'failed'; readonly title: string; readonly fault: RunFault }

/** What was found out about how far a run can be trusted. */
export type TrustState =
  | { readonly state: 'asked' }
  | { readonly state: 'told'; readonly trust: RunTrust }
  | { readonly state: 'failed'; readonly message: string }

interface BacktestState {
  readonly tab: BacktestTab
  readonly side: 'form' | 'runs'
  /** Undefined until they were read. */
  readonly strategies: readonly ListedStrategy[] | undefined
  readonly strategiesFailure: string | undefined
  /** What is typed; undefined until a store with bars is open. */
  readonly form: FormText | undefined
  /** Kept runs, the last one first; undefined until they were read. */
  readonly runs: readonly KeptRun[] | undefined
  readonly runsFailure: string | undefined
  readonly jobs: readonly Job[]
  readonly shown: Shown
  /** Runs that are compared, in the order in which they were ticked. */
  readonly compared: readonly number[]
  /** What was read of the runs that are compared. */
  readonly curves: ReadonlyMap<number, KeptResults>
  readonly trust: ReadonlyMap<number, TrustState>
}

export const noBacktests: BacktestState = {
  tab: 'results',
  side: 'form',
  strategies: undefined,
  strategiesFailure: undefined,
  form: undefined,
  runs: undefined,
  runsFailure: undefined,
  jobs: [],
  shown: { state: 'none' },
  compared: [],
  curves: new Map(),
  trust: new Map(),
}

/** What the backtest view shows; kept while another view is shown. */
export const useBacktest = create<BacktestState>(() => noBacktests)

/** So many runs stand side by side. */
export const mostCompared = 4

/** A range of sessions to test, from another view. */
export interface WantedBacktest {
  readonly exchange: string
  readonly symbolsOf: FormText['symbolsOf']
  readonly from: SessionDate
  readonly to: SessionDate
}
