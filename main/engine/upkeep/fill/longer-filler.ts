import type { BarColumns } from '#shared/bars/columns.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { joinColumns } from '../../replay/hours.ts'
import type { DataSource, SourceFault } from '../../sources/data-source.ts'
import type { AnsweredRequest } from '../../store/fills/stored-fill.ts'
import type { StoreReader } from '../../store/store.ts'
import { answerFor, askSource, barRequestOf, type FillTarget } from './ask-source.ts'
import type { PlannedRequest } from './fill-plan.ts'
import { evidenceOf, type FillSurroundings, longestAnswerMs } from './gap-filler.ts'
import { barsAt, barsBuilt, type LongerSession, missingWindows } from './longer-windows.ts'
import type { MinuteRun } from './retry-plan.ts'

/** A session whose bars of a longer interval, at most a day, are filled. */
export interface LongerTarget extends FillTarget {
  readonly date: SessionDate
  readonly interval: Interval
}

/** What one source came to, or the minutes of one. */
export interface LongerOutcome {
  readonly source: string
  /** Whether a source was asked: the store's own minutes are only read. */
  readonly asked: boolean
  /** Bars that were missing and came. */
  readonly added: number
  readonly fault: SourceFault | undefined
}

/** What filling longer bars touches beside the sources. */
export interface LongerSurroundings extends FillSurroundings {
  readonly store: Pick<StoreReader, 'readSession'>
  readonly calendar: TradingCalendar
}

/**
 * Fills the bars of a longer interval that a stored session lacks: from the sources in their order, then built from
 * the minutes of the store, then from those of the sources, each asked once (R14). A built bar says so in its source.
 */
export class LongerFiller {
  readonly #around: LongerSurroundings
  readonly #target: LongerTarget
  readonly #of: LongerSession

  /** Throws a RangeError where the calendar has no session on that date. */
  constructor(around: LongerSurroundings, target: LongerTarget) {
    const { calendar } = around
    const session = calendar.session(target.date)
    if (!session) throw new RangeError(`${target.date} is no session`)
    const interruptions = calendar.interruptions(target.date, target.date)
    this.#around = around
    this.#target = target
    this.#of = { session, interruptions, interval: target.interval }
  }

  /** The windows that have no bar now. */
  missing(): readonly MinuteRun[] {
    const { store, time } = this.#around
    const { symbol, interval, date } = this.#target
    return missingWindows(this.#of, store.readSession(symbol, interval, date)?.columns, time.now())
  }

  /** Throws a Failure with code 'cancelled', at once, when the signal is aborted. */
  async *run(
    sources: readonly DataSource[],
    signal: AbortSignal,
  ): AsyncGenerator<LongerOutcome, void, undefined> {
    for (const source of sources) {
      if (this.missing().length === 0) return
      yield await this.#ask(source, this.#target.interval, signal)
    }
    if (this.missing().length > 0) yield await this.#buildFromStore()
    for (const source of sources) {
      if (this.missing().length === 0) return
      yield await this.#ask(source, oneMinute, signal)
    }
  }

  /** Asks a source for the missing bars, or for the minutes to build them from. */
  async #ask(source: DataSource, interval: Interval, signal: AbortSignal): Promise<LongerOutcome> {
    const { random } = this.#around
    const windows = this.missing()
    const fromMinutes = interval === oneMinute
    const planned = plannedFor(fromMinutes ? builtFrom(source.name) : source.name, windows)
    const request = { ...barRequestOf(this.#target, planned, random), interval }
    const reply = await askSource(source, request, { ...this.#around, longestMs: longestAnswerMs }, signal)
    const answer = answerFor(this.#target, reply)
    const came = 'columns' in answer ? answer.columns : joinColumns([])
    const columns = fromMinutes ? this.#build(windows, came) : barsAt(came, windows)
    const evidence = evidenceOf(source, planned, reply, answer)
    const added = await this.#store(
      fromMinutes ? { ...evidence, bars: columns.start.length } : evidence,
      columns,
    )
    const fault = 'fault' in answer ? answer.fault : undefined
    return { source: planned.source, asked: true, added, fault }
  }

  async #buildFromStore(): Promise<LongerOutcome> {
    const { store, time, random } = this.#around
    const { symbol, date } = this.#target
    const minutes = store.readSession(symbol, oneMinute, date)
    const windows = this.missing()
    const planned = plannedFor(builtFrom(minutes?.feed ?? 'the store'), windows)
    const columns = minutes ? this.#build(windows, minutes.columns) : joinColumns([])
    const { id } = barRequestOf(this.#target, planned, random)
    const now = time.now()
    const { source, start: from, end: to } = planned
    const bars = columns.start.length
    const asked = { kind: 'request', source, from, to, askedAt: now, answeredAt: now, id, try: 1 } as const
    const added = bars === 0 ? 0 : await this.#store({ ...asked, outcome: 'bars', bars }, columns)
    return { source, asked: false, added, fault: undefined }
  }

  #build(windows: readonly MinuteRun[], minutes: BarColumns): BarColumns {
    const { symbol, exchange, date } = this.#target
    const gaps = this.#around.sessionOf(symbol, exchange, date)?.gaps ?? []
    return barsBuilt(this.#of, windows, minutes, gaps)
  }

  async #store(request: AnsweredRequest, columns: BarColumns): Promise<number> {
    const { symbol, exchange, interval, date: session } = this.#target
    const fill = { symbol, exchange, interval, session, request, columns }
    return (await this.#around.storeFill(fill)).added
  }
}

const built = 'built from 1m bars of '

function builtFrom(name: string): string {
  return `${built}${name}`
}

/** Whether a request was for minutes, to build longer bars from: it says nothing of what a source has of these. */
export function isBuilt(source: string): boolean {
  return source.startsWith(built)
}

function plannedFor(source: string, windows: readonly MinuteRun[]): PlannedRequest {
  const [first, last] = [windows[0], windows.at(-1)]
  if (!first || !last) throw new RangeError('A request is made of missing bars')
  return { source, start: first.start, end: last.end, missing: windows.map(({ start }) => start), try: 1 }
}
