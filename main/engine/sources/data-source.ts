import type { BarColumns } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { EpochMs } from '#shared/time/epoch.ts'

/** Bars that are asked of a source: those that start in [start, end), UTC. */
export interface BarRequest {
  /** Names the request in the evidence and in the bars that come of it. */
  readonly id: string
  /** The exchange of all its symbols. */
  readonly exchange: string
  /** At least one, each once. */
  readonly symbols: readonly string[]
  readonly interval: Interval
  readonly start: EpochMs
  readonly end: EpochMs
}

/** What stands between a request and its bars, for code that reacts to it. */
export type FaultCode =
  /** It holds nothing of this symbol and session at all, so it says nothing of the window. */
  | 'no-data'
  /** The minutes were not over, or not yet sure to be published, when it was asked. */
  | 'not-yet'
  /** It does not have bars of this kind: another exchange, another interval. */
  | 'unsupported'
  /** Folder, feed or table is not there. */
  | 'missing'
  /** It is there, but damaged or not to be opened. */
  | 'unreadable'
  | 'no-key'
  /** The key was refused, or does not reach this far. */
  | 'refused'
  | 'bad-request'
  | 'rate-limited'
  | 'unreachable'
  | 'timeout'
  | 'server-error'
  /** What came was no answer to the question. */
  | 'bad-answer'

export interface SourceFault {
  readonly code: FaultCode
  /** One sentence that names the source, the cause and, where there is something, what to do. */
  readonly cause: string
  /** Whether the same request may fare better later. */
  readonly retryable: boolean
  /** How long the source wants to be left alone, where it says so. */
  readonly retryAfterMs: number | undefined
}

/** A bar that came and cannot be right. It is never stored. */
export interface RejectedBar {
  /** Undefined where its time could not be read. */
  readonly start: EpochMs | undefined
  readonly reason: string
}

/** All that the source has of the window, sorted by start, each start once; there may be none but rejected ones. */
export interface BarsAnswer {
  readonly kind: 'bars'
  readonly columns: BarColumns
  readonly rejected: readonly RejectedBar[]
}

/** Proven: it was asked for exactly this window, its answer is complete, and nothing is in it (R13). */
export interface EmptyAnswer {
  readonly kind: 'empty'
}

/**
 * Part of what the source has: complete in [since, until), which lies in the window and may hold nothing; bars may
 * lie outside of it.
 */
export interface TruncatedAnswer {
  readonly kind: 'truncated'
  readonly columns: BarColumns
  readonly rejected: readonly RejectedBar[]
  /** The start of the window unless told. */
  readonly since?: EpochMs
  readonly until: EpochMs
  /** Why the rest did not come. */
  readonly fault: SourceFault
}

/** Nothing came, and nothing is known. */
export interface FailedAnswer {
  readonly kind: 'failed'
  readonly fault: SourceFault
}

/** What a source says of one symbol in the window of a request. */
export type BarAnswer = BarsAnswer | EmptyAnswer | TruncatedAnswer | FailedAnswer

/** What became of a request: evidence, whatever it says. */
export interface SourceReply {
  readonly source: string
  readonly request: BarRequest
  readonly askedAt: EpochMs
  readonly answeredAt: EpochMs
  /** How often something was sent, pages and repetitions counted; 1 for what lies on this machine. */
  readonly tries: number
  /** One for each symbol of the request. */
  readonly answers: ReadonlyMap<string, BarAnswer>
}

/** What a test of a source found, in one sentence. */
export interface SourceTest {
  readonly ok: boolean
  readonly detail: string
}

/** Somewhere bars can be had from. */
export interface DataSource {
  /** As the user calls it. */
  readonly name: string
  /** What it is, whatever it is called: see `sourceIdentity`. */
  readonly identity: string
  /**
   * Asks for bars. Whatever goes wrong is part of the reply; it only throws a Failure with code 'cancelled', at
   * once, when `signal` is aborted.
   */
  fetch(request: BarRequest, signal: AbortSignal): Promise<SourceReply>
  /** Finds out whether it can be asked at all, and says what is wrong. Throws like `fetch`. */
  test(signal: AbortSignal): Promise<SourceTest>
  /** Lets go of connections. */
  close(): Promise<void>
}
