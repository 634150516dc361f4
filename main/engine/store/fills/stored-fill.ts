import type { BarColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { RequestEvidence } from '../../upkeep/evidence/evidence.ts'

/** What became of a request, with its name and the time its answer came. */
export type AnsweredRequest = RequestEvidence & { readonly id: string; readonly answeredAt: EpochMs }

/** An answer of a source about one session on its way into the store. */
export interface SessionFill {
  readonly symbol: string
  readonly exchange: string
  readonly interval: Interval
  readonly session: SessionDate
  readonly request: AnsweredRequest
  /** What came of the session's expected minutes, sorted by start, each start once; none where nothing came. */
  readonly columns: BarColumns
}

/** What a fill changed in the store, in bars. */
export interface FilledBars {
  /** Bars of minutes that the store did not have. */
  readonly added: number
  /** Bars that the store has just so. */
  readonly same: number
  /** Bars that the store has with other values; the stored ones stayed. */
  readonly differing: number
}

/** Where a filled bar came from. */
export interface BarFill {
  readonly start: EpochMs
  readonly source: string
  /** Name of the request that it came of. */
  readonly request: string
  readonly askedAt: EpochMs
  /** When it came; from then on it is known. */
  readonly cameAt: EpochMs
  /** Which try of the source it was. */
  readonly try: number
}
