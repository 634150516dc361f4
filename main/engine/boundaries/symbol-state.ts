import type { symbolStates } from '#shared/protocol/session-calls.ts'

/**
 * How the bars of one symbol come, each symbol for itself (L1).
 *
 * inactive: no bar is expected, because regular hours have not begun or are over and nothing is missing.
 * waiting: bars are expected and the first has not come; its timeout has not passed.
 * current: bars come.
 * late: nothing for as long as the timeout.
 * stalled: nothing for twice as long; or nothing at all in a session that has closed.
 * partial: bars came, with a stretch as long as the timeout missing before or between them, or up to the close; no
 *   longer once that is filled in.
 */
export type SymbolState = (typeof symbolStates)[number]

/** After how many timeouts a late symbol is stalled. */
export const timeoutsUntilStalled = 2

/** Whether nothing has come of a symbol for as long as its timeout, or longer. */
export function isSilent(state: SymbolState): boolean {
  return state === 'late' || state === 'stalled'
}

/** What a symbol is once regular hours are over; `hasBars` says whether any regular bar of it came. */
export function stateAfterClose(state: SymbolState, hasBars: boolean): SymbolState {
  if (!hasBars) return 'stalled'
  return isSilent(state) || state === 'partial' ? 'partial' : 'inactive'
}
