import { resolve } from 'node:path'
import type { TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import type { ImportOptions } from '#shared/protocol/import-calls.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { type Discovery, type FoundFile, refusalOf } from '../../import/discovery.ts'
import { nextTurn, type Ticker } from '../../time/ticker.ts'
import { BarGatherer } from '../answer/bar-gatherer.ts'
import type { BarRequest, DataSource, SourceReply, SourceTest } from '../data-source.ts'
import { checkCancelled } from '../fault.ts'
import { labelsOf, sessionHorizon } from '../local/session-horizon.ts'
import { SessionSpans } from '../local/session-spans.ts'
import { type Asked, type ReplySurroundings, replyTo } from '../reply.ts'
import { sourceIdentity } from '../source-identity.ts'
import { readFileBars, type TradeBatch } from './file-bars.ts'
import { FileIndex } from './file-index.ts'
import { filesOf, testFolder } from './folder-files.ts'
import { mayHoldByName } from './lean-file.ts'

/** How long a list of the files is good: a file that is new is seen so much later at most. */
const listedMs = minuteMs

interface FolderSurroundings extends ReplySurroundings {
  readonly ticker: Ticker
}

/** The files of a folder, read as an import reads them: LEAN's layout, or CSV and Parquet files. */
export class FolderSource implements DataSource {
  readonly name: string
  readonly identity: string
  readonly #options: ImportOptions
  readonly #around: FolderSurroundings
  readonly #index = new FileIndex()
  #listed: { readonly at: number; readonly discovery: Discovery } | undefined

  /** `options` are those of an import of the folder. */
  constructor(name: string, options: ImportOptions, around: FolderSurroundings) {
    this.name = name
    this.identity = identityOf(options)
    this.#options = options
    this.#around = around
  }

  fetch(request: BarRequest, signal: AbortSignal): Promise<SourceReply> {
    return replyTo(this.name, request, this.#around, (calendar) => this.#ask(request, calendar, signal))
  }

  async test(signal: AbortSignal): Promise<SourceTest> {
    checkCancelled(signal, this.name)
    return testFolder(this.#options)
  }

  async close(): Promise<void> {}

  async #ask(request: BarRequest, calendar: TradingCalendar, signal: AbortSignal): Promise<Asked> {
    const labels = labelsOf(request, calendar)
    const gatherer = new BarGatherer(this.name, request, { now: this.#around.time.now(), settleMs: 0 })
    const spans = new SessionSpans(request, calendar)
    const refusals: string[] = []
    for (const found of this.#list().found) {
      checkCancelled(signal, this.name)
      if (!mayHoldByName(found, request, calendar, labels)) continue
      if (!this.#index.mayHold(found, request, labels)) continue
      const refusal = await this.#read(found, request, gatherer, spans)
      if (refusal !== undefined) refusals.push(`${found.file.name} ${refusal}`)
      await nextTurn(this.#around.ticker)
    }
    checkCancelled(signal, this.name)
    const answers = gatherer.answers((symbol) => {
      const horizon = sessionHorizon(this.name, symbol, request, calendar, (session) =>
        spans.of(symbol, session),
      )
      if (!horizon || refusals.length === 0) return horizon
      const cause = `${horizon.fault.cause} Not read: ${refusals[0]}`
      return { ...horizon, fault: { ...horizon.fault, cause } }
    })
    return { tries: 1, answers }
  }

  /** Takes what a file has of a request; answers why it has to be left out. */
  async #read(
    found: FoundFile,
    request: BarRequest,
    gatherer: BarGatherer,
    spans: SessionSpans,
  ): Promise<string | undefined> {
    const note = this.#index.begin(found)
    const touched = new Set<string>()
    try {
      const badRows = await readFileBars(found, this.#options, (batch) => {
        note(batch)
        if (!isAskedFor(batch, request)) return
        gatherer.addColumns(batch.symbol, batch.columns)
        spans.add(batch.symbol, batch.session, batch.columns.start)
        touched.add(batch.symbol)
      })
      for (const symbol of touched) for (const reason of badRows) gatherer.reject(symbol, reason)
      return undefined
    } catch (error) {
      this.#index.forget(found)
      return refusalOf(error)
    }
  }

  /** Throws a Failure with code 'bad-file' when there is no folder. */
  #list(): Discovery {
    const now = this.#around.time.now()
    if (this.#listed && now < this.#listed.at + listedMs) return this.#listed.discovery
    const discovery = filesOf(this.#options)
    this.#listed = { at: now, discovery }
    return discovery
  }
}

function isAskedFor(batch: TradeBatch, { exchange, interval, symbols }: BarRequest): boolean {
  return batch.exchange === exchange && batch.interval === interval && symbols.includes(batch.symbol)
}

/** The folder, and how its files are read; as which of the two kinds, changes nothing about what is in them. */
function identityOf({ path, exchange, symbol, interval, zone, stamp }: ImportOptions): string {
  return sourceIdentity('folder', [resolve(path), exchange, symbol, interval, zone, stamp])
}
