import type { EpochMs } from '#shared/time/epoch.ts'
import type { BarAnswer, BarRequest, RejectedBar } from '../data-source.ts'

/** An answer in the few words that are kept of it as evidence. */
export interface AnswerOutcome {
  readonly outcome: BarAnswer['kind']
  /** How many bars came. */
  readonly bars: number
  /** From where on absence is proven, where that is not the start of the window. */
  readonly since?: EpochMs
  /** Up to where absence is proven, where that is not the whole window; bars may lie behind it. */
  readonly reached: EpochMs | undefined
  /** What went wrong, in words. */
  readonly detail: string | undefined
}

/** What is to be remembered of an answer. A rejected bar cuts it short: what is behind it is not proven to be absent. */
export function outcomeOf(answer: BarAnswer, request: BarRequest): AnswerOutcome {
  switch (answer.kind) {
    case 'empty':
      return { outcome: 'empty', bars: 0, reached: undefined, detail: undefined }
    case 'failed':
      return { outcome: 'failed', bars: 0, reached: undefined, detail: answer.fault.cause }
    case 'truncated':
    case 'bars': {
      const bars = answer.columns.start.length
      const until = answer.kind === 'truncated' ? answer.until : request.end
      const [first] = inWindow(answer.rejected, request)
      const reached = Math.min(until, first?.start ?? (first ? request.start : until)) as EpochMs
      const isWhole = reached >= request.end && (answer.kind === 'bars' || answer.since === undefined)
      if (isWhole) return { outcome: 'bars', bars, reached: undefined, detail: undefined }
      const detail = answer.kind === 'truncated' ? answer.fault.cause : first?.reason
      const since = answer.kind === 'truncated' ? answer.since : undefined
      return { outcome: 'truncated', bars, reached, detail, ...(since !== undefined && { since }) }
    }
  }
}

/** Rejected bars that may be of the window, those of unknown time first, then by time. */
function inWindow(rejected: readonly RejectedBar[], { start, end }: BarRequest): readonly RejectedBar[] {
  const timeOf = (bar: RejectedBar): number => bar.start ?? Number.NEGATIVE_INFINITY
  return rejected
    .filter((bar) => bar.start === undefined || (bar.start >= start && bar.start < end))
    .sort((one, other) => (timeOf(one) < timeOf(other) ? -1 : 1))
}
