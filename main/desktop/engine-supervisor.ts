import type { EngineState } from '#shared/protocol/desktop-contract.ts'
import { countCrash } from './crash-count.ts'

/** A start has this long to its first hello, then the engine counts as hung. */
export const startTimeoutMs = 10_000
/** How many crashes within the window end the attempts. */
export const crashLimit = 5
export const crashWindowMs = 5 * 60_000
/** The first retry waits this long, each further one twice as long: 0.25, 0.5, 1 and 2 s up to the limit. */
const firstRetryMs = 250
/** On quit the engine has this long to close its store, and after it is killed this long to be gone. */
export const stopTimeoutMs = 3000
export const killTimeoutMs = 1000

/** What the supervisor knows. `run` numbers the engine's processes, so that late news of an old one is told apart. */
export interface Supervision {
  readonly phase: Phase
  /** Times of the crashes that still count, in epoch ms. */
  readonly crashes: readonly number[]
  readonly run: number
}

type Phase =
  | { readonly at: 'idle' }
  | { readonly at: 'starting' }
  | { readonly at: 'ready' }
  /** Killed because it hung; waits for its exit, so that there are never two. */
  | { readonly at: 'ending'; readonly cause: string }
  | { readonly at: 'backing-off'; readonly retryInMs: number; readonly cause: string }
  | { readonly at: 'failed'; readonly cause: string }
  | { readonly at: 'stopping' }
  | { readonly at: 'stopped' }

export type EngineEvent =
  /** Somebody wants an engine: the program's start, or the user after a failure. */
  | { readonly type: 'wanted' }
  | { readonly type: 'greeted'; readonly run: number }
  /** It runs but does not do what it should, e.g. it gave no answer in time. */
  | { readonly type: 'unfit'; readonly run: number; readonly cause: string }
  | { readonly type: 'exited'; readonly run: number; readonly cause: string; readonly lastLines: string }
  | { readonly type: 'retry-due'; readonly run: number }
  | { readonly type: 'quit' }
  | { readonly type: 'stop-overdue' }
  | { readonly type: 'kill-overdue' }

export type EngineEffect =
  | { readonly do: 'fork'; readonly run: number }
  | { readonly do: 'ask-to-stop' }
  | { readonly do: 'kill' }
  /** The event comes back after `ms`; one that is out of date by then changes nothing. */
  | { readonly do: 'after'; readonly ms: number; readonly event: EngineEvent }

export interface Step {
  readonly next: Supervision
  readonly effects: readonly EngineEffect[]
}

export const notStarted: Supervision = { phase: { at: 'idle' }, crashes: [], run: 0 }

/** What follows from an event at the time `now` (epoch ms). Pure: the host carries the effects out. */
export function supervise(now: number, state: Supervision, event: EngineEvent): Step {
  switch (event.type) {
    case 'wanted':
      return wanted(state)
    case 'greeted':
      return isRun(state, event.run, 'starting') ? to(state, { at: 'ready' }) : unchanged(state)
    case 'unfit':
      return isRun(state, event.run, 'starting')
        ? to(state, { at: 'ending', cause: event.cause }, { do: 'kill' })
        : unchanged(state)
    case 'exited':
      return event.run === state.run ? exited(now, state, event) : unchanged(state)
    case 'retry-due':
      return isRun(state, event.run, 'backing-off') ? fork(state) : unchanged(state)
    case 'quit':
      return quit(state)
    case 'stop-overdue':
      return state.phase.at === 'stopping'
        ? to(state, state.phase, { do: 'kill' }, after(killTimeoutMs, { type: 'kill-overdue' }))
        : unchanged(state)
    case 'kill-overdue':
      return state.phase.at === 'stopping' ? to(state, { at: 'stopped' }) : unchanged(state)
  }
}

/** The part of it that the window is told. */
export function engineState({ phase, crashes }: Supervision): EngineState {
  switch (phase.at) {
    case 'ready':
      return { state: 'ready' }
    case 'backing-off':
      return {
        state: 'backing-off',
        attempt: crashes.length,
        retryInMs: phase.retryInMs,
        cause: phase.cause,
      }
    case 'failed':
      return { state: 'failed', cause: phase.cause }
    case 'stopped':
      return { state: 'failed', cause: 'The program ends.' }
    default:
      return { state: 'starting' }
  }
}

function wanted(state: Supervision): Step {
  switch (state.phase.at) {
    case 'idle':
    case 'backing-off':
      return fork(state)
    case 'failed':
      return fork({ ...state, crashes: [] })
    default:
      return unchanged(state)
  }
}

function exited(
  now: number,
  state: Supervision,
  { cause, lastLines }: Extract<EngineEvent, { type: 'exited' }>,
): Step {
  switch (state.phase.at) {
    case 'starting':
    case 'ready':
      return crashed(now, state, cause, lastLines)
    case 'ending':
      return crashed(now, state, state.phase.cause, lastLines)
    case 'stopping':
      return to(state, { at: 'stopped' })
    default:
      return unchanged(state)
  }
}

function crashed(now: number, state: Supervision, cause: string, lastLines: string): Step {
  const crashes = countCrash(state.crashes, now, crashWindowMs)
  if (crashes.length >= crashLimit) {
    const summary = `${cause} That was crash ${crashes.length} within ${crashWindowMs / 60_000} minutes.`
    return to({ ...state, crashes }, { at: 'failed', cause: `${summary}\n${lastLines}`.trim() })
  }
  const retryInMs = firstRetryMs * 2 ** (crashes.length - 1)
  return to(
    { ...state, crashes },
    { at: 'backing-off', retryInMs, cause },
    after(retryInMs, { type: 'retry-due', run: state.run }),
  )
}

function fork(state: Supervision): Step {
  const run = state.run + 1
  return to(
    { ...state, run },
    { at: 'starting' },
    { do: 'fork', run },
    after(startTimeoutMs, {
      type: 'unfit',
      run,
      cause: `The engine did not answer within ${startTimeoutMs / 1000} s of its start.`,
    }),
  )
}

function quit(state: Supervision): Step {
  switch (state.phase.at) {
    case 'starting':
    case 'ready':
    case 'ending':
      return to(
        state,
        { at: 'stopping' },
        { do: 'ask-to-stop' },
        after(stopTimeoutMs, { type: 'stop-overdue' }),
      )
    case 'stopping':
      return unchanged(state)
    default:
      return to(state, { at: 'stopped' })
  }
}

function isRun(state: Supervision, run: number, at: Phase['at']): boolean {
  return state.run === run && state.phase.at === at
}

function after(ms: number, event: EngineEvent): EngineEffect {
  return { do: 'after', ms, event }
}

function to(state: Supervision, phase: Phase, ...effects: readonly EngineEffect[]): Step {
  return { next: { ...state, phase }, effects }
}

function unchanged(state: Supervision): Step {
  return { next: state, effects: [] }
}
