import { allocateColumns, type BarColumns, lowerBound, sliceColumns } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { joinColumns } from '../../replay/hours.ts'
import { outcomeOf } from '../../sources/answer/outcome.ts'
import type { BarAnswer, DataSource, SourceFault, SourceReply } from '../../sources/data-source.ts'
import { cancelled } from '../../sources/fault.ts'
import { wait } from '../../sources/limits/wait.ts'
import type { AnsweredRequest, FilledBars, SessionFill } from '../../store/fills/stored-fill.ts'
import type { Ticker } from '../../time/ticker.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import type { ExpectedSlots } from '../detect/expected-slots.ts'
import type { LedgerSession } from '../gap-ledger.ts'
import { answerFor, askSource, barRequestOf, type FillTarget } from './ask-source.ts'
import { type PlannedRequest, planFill } from './fill-plan.ts'
import { Patience } from './patience.ts'
import { type MinuteRun, planRetry } from './retry-plan.ts'

/** Runs of missing minutes nearer than this are asked for together: an hour of bars is a small part of a page. */
const joinMinutes = 60
/** No source keeps anyone waiting for longer, whatever its own limits. */
export const longestAnswerMs = 10 * 60_000
const noBars = allocateColumns(0)

/** What filling touches beside the sources. */
export interface FillSurroundings {
  /** A symbol's session as the ledger sees it now. */
  sessionOf(symbol: string, exchange: string, session: SessionDate): LedgerSession | undefined
  /** Stores an answer with its evidence in one transaction: that of the store's writer. */
  storeFill(fill: SessionFill): FilledBars | Promise<FilledBars>
  readonly time: TimeProvider
  readonly ticker: Ticker
  /** Uniform in [0, 1). */
  readonly random: () => number
}

export interface FillOptions {
  /** How often one source is asked for a minute at most, before the next one is (G3). */
  readonly maxTries: number
  /**
   * Whether to wait for a source that failed and may do better. Without that a run ends where it would wait, and
   * the next one goes on there.
   */
  readonly waits: boolean
  /** What was asked before counts for nothing where minutes are not explained; all counts unless told. */
  readonly since?: EpochMs | undefined
}

/** What became of one request, as it is stored. */
export interface FillOutcome {
  readonly planned: PlannedRequest
  readonly evidence: AnsweredRequest
  readonly bars: FilledBars
  /** How often something was sent for it, pages and repetitions counted. */
  readonly sent: number
  /** What went wrong; undefined where all came. */
  readonly fault: SourceFault | undefined
}

/**
 * Fills the gaps of stored sessions from sources, in their order. What it knows lies in the store, so that another
 * one goes on where it was stopped or killed.
 */
export class GapFiller {
  readonly #around: FillSurroundings
  readonly #sources: ReadonlyMap<string, DataSource>

  /** `sources` in the user's order; none of them is the feed whose gaps are filled. */
  constructor(around: FillSurroundings, sources: readonly DataSource[]) {
    this.#around = around
    this.#sources = new Map(sources.map((source) => [source.name, source]))
  }

  /** The requests that come next for a session. */
  plan(
    session: LedgerSession,
    maxTries: number,
    patience?: Patience,
    since?: EpochMs,
  ): readonly PlannedRequest[] {
    return planFill(session.gaps, [...this.#sources.values()], {
      maxTries,
      joinMinutes,
      since,
      ...(patience && { mayAsk: (source, start) => patience.mayAsk(source, start) }),
    })
  }

  /**
   * Asks for all that a session lacks, one request at a time, and tells of each when it is stored; ends when there is
   * nothing more to ask. Throws a Failure with code 'cancelled', at once, when the signal is aborted: what was under
   * way is then not stored, and counts for no try.
   */
  async *run(
    target: FillTarget,
    date: SessionDate,
    { maxTries, waits, since }: FillOptions,
    signal: AbortSignal,
  ): AsyncGenerator<FillOutcome, void, undefined> {
    const patience = new Patience(maxTries, this.#around.ticker, this.#around.random)
    for (;;) {
      const session = this.#around.sessionOf(target.symbol, target.exchange, date)
      if (!session) return
      const requests = this.plan(session, maxTries, patience, since)
      if (requests.length === 0) return
      const waitMs = Math.min(...requests.map(({ source }) => patience.waitMs(source)))
      if (waitMs > 0) {
        if (!waits) return
        if (!(await wait(this.#around.ticker, waitMs, signal)))
          throw cancelled(requests[0]?.source ?? 'a source')
      }
      for (const planned of requests)
        if (patience.waitMs(planned.source) === 0 && patience.mayAsk(planned.source, planned.start))
          yield await this.#ask(target, date, planned, session.slots, patience, signal)
    }
  }

  /**
   * Asks these sources, one after the other and each once, for what is missing in a run, whatever they said before;
   * ends when nothing is missing any more. Throws like `run`.
   */
  async *retry(
    target: FillTarget,
    date: SessionDate,
    run: MinuteRun,
    sources: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<FillOutcome, void, undefined> {
    const patience = new Patience(1, this.#around.ticker, this.#around.random)
    for (const name of sources) {
      const source = this.#sources.get(name)
      const session = this.#around.sessionOf(target.symbol, target.exchange, date)
      const planned = source && session && planRetry(session.gaps, run, source)
      if (!planned) return
      yield await this.#ask(target, date, planned, session.slots, patience, signal)
    }
  }

  /** Names of the sources, in their order. */
  get names(): readonly string[] {
    return [...this.#sources.keys()]
  }

  async #ask(
    target: FillTarget,
    session: SessionDate,
    planned: PlannedRequest,
    slots: ExpectedSlots,
    patience: Patience,
    signal: AbortSignal,
  ): Promise<FillOutcome> {
    const source = this.#sources.get(planned.source)
    if (!source) throw new RangeError(`${planned.source} is not among the sources`)
    const request = barRequestOf(target, planned, this.#around.random)
    const reply = await askSource(source, request, { ...this.#around, longestMs: longestAnswerMs }, signal)
    patience.count(planned.source, planned.missing)
    const answer = answerFor(target, reply)
    const evidence = evidenceOf(source, planned, reply, answer)
    const { symbol, exchange } = target
    const columns = expectedBars(answer, slots)
    const fill = { symbol, exchange, interval: oneMinute, session, request: evidence, columns }
    const bars = await this.#around.storeFill(fill)
    const fault = 'fault' in answer ? answer.fault : undefined
    if (evidence.outcome === 'failed' || evidence.outcome === 'truncated')
      patience.note(
        planned.source,
        evidence.since === undefined ? (evidence.reached ?? planned.start) : planned.start,
        planned.end,
        fault ?? rejected,
        planned.try,
      )
    return { planned, evidence, bars, sent: reply.tries, fault }
  }
}

/** Bars that cannot be right cut an answer short, and would come again. */
const rejected: SourceFault = {
  code: 'bad-answer',
  cause: 'Bars came that cannot be right.',
  retryable: false,
  retryAfterMs: undefined,
}

/** An answer of a source as it is kept. */
export function evidenceOf(
  { identity }: Pick<DataSource, 'identity'>,
  planned: PlannedRequest,
  reply: SourceReply,
  answer: BarAnswer,
): AnsweredRequest {
  const { outcome, bars, since, reached, detail } = outcomeOf(answer, reply.request)
  return {
    kind: 'request',
    source: planned.source,
    identity,
    from: planned.start,
    to: planned.end,
    askedAt: reply.askedAt,
    try: planned.try,
    outcome,
    bars,
    ...(since !== undefined && { since }),
    ...(reached !== undefined && { reached }),
    ...(detail !== undefined && { detail }),
    id: reply.request.id,
    answeredAt: reply.answeredAt,
  }
}

/** The bars of an answer that start in minutes the session expects: none of a break between two gaps. */
function expectedBars(answer: BarAnswer, { stretches }: ExpectedSlots): BarColumns {
  const columns = 'columns' in answer ? answer.columns : noBars
  const parts = stretches.map(({ open, close }) =>
    sliceColumns(columns, lowerBound(columns.start, open), lowerBound(columns.start, close)),
  )
  return joinColumns(parts)
}
