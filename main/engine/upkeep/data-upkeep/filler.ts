import type { BarColumns } from '#shared/bars/columns.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { RequestEvidence } from '../evidence/evidence.ts'

/** Missing minutes in a row, [start, end), and how often they were asked for before. */
export interface WantedGap {
  readonly start: EpochMs
  readonly end: EpochMs
  readonly tries: number
}

/** Missing minutes of one symbol's session that are to be asked for, in order of time. */
export interface Wanted {
  readonly symbol: string
  readonly exchange: string
  readonly session: SessionDate
  readonly gaps: readonly WantedGap[]
}

/** What a source said of one window, and what it had of it. */
export interface SourceFill {
  readonly request: RequestEvidence
  /** Bars of missing minutes alone, each minute once (G1), sorted; there may be none. */
  readonly columns: BarColumns
}

/** Asks sources for missing minutes. It writes nothing. */
export interface Filler {
  /** How many sources there are to ask. */
  readonly sources: number
  /** Asks each source in order for what those before it did not have. Whatever goes wrong is part of the answer. */
  fill(wanted: Wanted, signal: AbortSignal): Promise<readonly SourceFill[]>
  close(): Promise<void>
}
