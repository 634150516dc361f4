import type { EpochMs } from '#shared/time/epoch.ts'
import { expectedInstant, type SessionHours } from './session-hours.ts'
import { type SymbolState, stateAfterClose, timeoutsUntilStalled } from './symbol-state.ts'

/** What is known of a symbol's bars. */
export interface SymbolWatch {
  readonly symbol: string
  /** Since when its bars are asked for. */
  readonly since: EpochMs
  state: SymbolState
  /** Latest end of its bars up to the close of the session; -Infinity when there is none. */
  lastEnd: number
  /** Latest end of those after it, which belong to the next session if not to the post-market. */
  lastEndBeyond: number
}

/** A move that a symbol makes unless a bar comes before, and when. */
export interface DueSymbolMove {
  readonly to: SymbolState
  readonly due: EpochMs
}

/** The next move of a symbol by time alone; `isExpecting` says whether its session asks for bars in its hours. */
export function dueSymbolMove(
  watch: SymbolWatch,
  hours: SessionHours,
  isExpecting: boolean,
  timeoutMs: number,
): DueSymbolMove | undefined {
  const { state } = watch
  if (state === 'inactive') return isExpecting ? beginning(watch, hours) : undefined
  const after = stateAfterClose(state, hasBars(watch, hours))
  // A session that ended early has expected nothing since then, whatever its hours.
  const closing = after === state ? undefined : { to: after, due: isExpecting ? hours.close : hours.open }
  if (!isExpecting) return closing
  switch (state) {
    case 'waiting':
    case 'current':
    case 'partial':
      return silence(watch, hours, timeoutMs, 'late') ?? closing
    case 'late':
      return silence(watch, hours, timeoutsUntilStalled * timeoutMs, 'stalled') ?? closing
    case 'stalled':
      return closing
  }
}

/** The last sign of life from which expected time without a bar is counted. */
export function lastSign({ since, lastEnd }: SymbolWatch): EpochMs {
  return Math.max(lastEnd, since) as EpochMs
}

/** Whether a bar of the session's regular hours came. */
export function hasBars({ lastEnd }: SymbolWatch, { open }: SessionHours): boolean {
  return lastEnd > open
}

/**
 * What a symbol is at `now` once bars were filled in before its latest one: as if all had come in time. `ends` are
 * those of all its bars, sorted. One that lacked nothing stays as it is.
 */
export function stateOnceFilled(
  watch: SymbolWatch,
  hours: SessionHours,
  isExpecting: boolean,
  timeoutMs: number,
  ends: Float64Array,
  now: EpochMs,
): SymbolState {
  const { state } = watch
  if (state === 'inactive' || state === 'current') return state
  const isOverdue = (ms: number): boolean => {
    const due = expectedInstant(hours.segments, lastSign(watch), ms)
    return due !== undefined && due <= now
  }
  const isPartial = missesStretch(watch.since, hours, timeoutMs, ends)
  if (!isExpecting) {
    const isWhole = !isPartial && !isOverdue(timeoutMs)
    return stateAfterClose(isWhole ? 'current' : 'partial', hasBars(watch, hours))
  }
  if (isOverdue(timeoutsUntilStalled * timeoutMs)) return 'stalled'
  if (isOverdue(timeoutMs)) return 'late'
  if (!hasBars(watch, hours)) return 'waiting'
  return isPartial ? 'partial' : 'current'
}

/** Whether a timeout of expected time passed before any of the bars up to the close. */
function missesStretch(
  since: EpochMs,
  { segments, close }: SessionHours,
  timeoutMs: number,
  ends: Float64Array,
): boolean {
  let last: number = since
  for (const end of ends) {
    if (end > close) return false
    if (end - last > timeoutMs) {
      const due = expectedInstant(segments, last as EpochMs, timeoutMs)
      if (due !== undefined && due < end) return true
    }
    last = Math.max(last, end)
  }
  return false
}

function beginning(watch: SymbolWatch, hours: SessionHours): DueSymbolMove | undefined {
  const due = Math.max(hours.open, watch.since) as EpochMs
  if (due >= hours.close) return undefined
  return { to: hasBars(watch, hours) ? 'current' : 'waiting', due }
}

function silence(
  watch: SymbolWatch,
  hours: SessionHours,
  ms: number,
  to: SymbolState,
): DueSymbolMove | undefined {
  const due = expectedInstant(hours.segments, lastSign(watch), ms)
  return due === undefined ? undefined : { to, due }
}
