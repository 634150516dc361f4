import type Database from 'better-sqlite3'
import { at } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { corrected, mergeOrigin } from '#shared/bars/state.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { dateOfDay, dayNumber } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { barEnd } from './bar-end.ts'
import { blockDay, holdsYear } from './block-key.ts'
import type { BlockBars } from './codec/block.ts'
import { encodeWithFacts } from './encode-with-facts.ts'
import { barCount, barStarts, joinBars, mergeBars, type RevisedBar } from './merge.ts'
import { writeValues } from './revision-values.ts'
import type { ImportedBars, ImportedFile, SessionBatch } from './store.ts'
import { readBlock } from './stored-block.ts'
import type { Writes } from './writes.ts'

/** Where bars belong: a block of a series. `batch` is any batch of it. */
interface Place {
  readonly series: number
  readonly day: number
  readonly batch: SessionBatch
}

/** One file's way into a store, within a transaction. */
export class FileImport {
  readonly #path: string
  readonly #writes: Writes
  readonly #file: ImportedFile
  readonly #feed: number
  readonly #import: number
  readonly #series = new Map<string, number>()
  /** Batches that came one after the other for one block: a year of daily bars is many. */
  #place: Place | undefined
  #parts: BlockBars[] = []
  /** Symbols of which 1m trade bars changed. */
  readonly #changedSymbols = new Set<string>()
  #added = 0
  #revised = 0
  #unchanged = 0

  constructor(path: string, writes: Writes, file: ImportedFile) {
    this.#path = path
    this.#writes = writes
    this.#file = file
    this.#feed = this.#feedOf(file)
    this.#import = idOf(writes.addImport.run(this.#feed, file.name, file.sha256, file.at))
  }

  add(batch: SessionBatch): void {
    const bars = blockBarsOf(batch, this.#file)
    if (barCount(bars) === 0) return
    const series = this.#seriesOf(batch)
    const day = blockDay(batch.interval, batch.session)
    if (this.#place?.series !== series || this.#place.day !== day) {
      this.#storeParts()
      this.#place = { series, day, batch }
    }
    this.#parts.push(bars)
  }

  finish(): ImportedBars {
    this.#storeParts()
    const counts = { added: this.#added, revised: this.#revised, unchanged: this.#unchanged }
    this.#writes.countImport.run(counts.added, counts.revised, counts.unchanged, this.#import)
    for (const symbol of this.#changedSymbols) this.#writes.countChange.run(symbol)
    return counts
  }

  #storeParts(): void {
    const parts = this.#parts
    this.#parts = []
    if (!this.#place) return
    const joined = joinBars(parts)
    for (const part of joined ? [joined] : parts) this.#store(this.#place, part)
  }

  #store(place: Place, incoming: BlockBars): void {
    const row = this.#writes.block.get(place.series, place.day)
    if (!row) {
      this.#added += barCount(incoming)
      this.#noteChange(place)
      const { bytes, facts } = encodeWithFacts(place.batch, place.day, incoming)
      this.#writes.addSession.run(place.series, place.day, idOf(this.#writes.addBlock.run(bytes)), ...facts)
      return
    }
    const stored = readBlock({ path: this.#path, ...place.batch }, { ...row, day: place.day })
    const { bars, added, revised, unchanged } = mergeBars(stored, incoming)
    this.#added += added
    this.#revised += revised.length
    this.#unchanged += unchanged
    if (added === 0 && revised.length === 0) return
    this.#noteChange(place)
    for (const bar of revised) this.#keepPast(place, stored, incoming, bar)
    const { bytes, facts } = encodeWithFacts(place.batch, place.day, bars)
    this.#writes.setBlock.run(bytes, row.block)
    this.#writes.setSession.run(...facts, place.series, place.day)
  }

  #noteChange({ batch: { symbol, kind, interval } }: Place): void {
    if (kind === 'trade' && interval === oneMinute) this.#changedSymbols.add(symbol)
  }

  /** Writes down what a bar was, unless its past is written already, and what it has become. */
  #keepPast(
    { series, day, batch }: Place,
    stored: BlockBars,
    incoming: BlockBars,
    { stored: before, incoming: after }: RevisedBar,
  ): void {
    const start = at(barStarts(stored.sides), before)
    const session = stored.days ? at(stored.days, before) : day
    let last = this.#writes.lastVersion.get(series, session, start)?.version ?? 0
    const keep = (bars: BlockBars, index: number, knownAt: number, state: number, source: number | null) =>
      this.#writes.addRevision.run(
        series,
        session,
        start,
        ++last,
        knownAt,
        state,
        writeValues(bars.sides, index),
        source,
        null,
      )
    if (last === 0) {
      const end = barEnd(calendarOf(batch.exchange), batch.interval, dateOfDay(session), start)
      keep(stored, before, end, stateOf(stored, before), null)
    }
    keep(incoming, after, this.#file.at, mergeOrigin(corrected, stateOf(incoming, after)), this.#import)
  }

  #feedOf({ feed, synthetic }: ImportedFile): number {
    const known = this.#writes.feed.get(feed)
    if (!known) return idOf(this.#writes.addFeed.run(feed, synthetic ? 1 : 0))
    if ((known.synthetic === 1) === synthetic) return known.id
    throw new Failure(
      'bad-file',
      `Feed ${feed} of ${this.#path} has ${synthetic ? 'market' : 'synthetic'} bars and the file ` +
        `${this.#file.name} has ${synthetic ? 'synthetic' : 'market'} ones; give it another feed`,
    )
  }

  #seriesOf({ symbol, exchange, kind, interval }: SessionBatch): number {
    const key = `${symbol} ${exchange} ${kind} ${interval}`
    const known = this.#series.get(key)
    if (known !== undefined) return known
    const owner = this.#symbolOf(symbol, exchange)
    const { series, addSeries } = this.#writes
    const id =
      series.get(owner, kind, interval, this.#feed)?.id ??
      idOf(addSeries.run(owner, kind, interval, this.#feed))
    this.#series.set(key, id)
    return id
  }

  #symbolOf(symbol: string, exchange: string): number {
    const known = this.#writes.symbol.get(symbol)
    if (!known) return idOf(this.#writes.addSymbol.run(symbol, exchange))
    if (known.exchange === exchange) return known.id
    throw new Failure(
      'bad-file',
      `${symbol} is a symbol of ${known.exchange} in ${this.#path} and of ${exchange} in ${this.#file.name}; ` +
        'give the file another symbol, or its exchange',
    )
  }
}

/** Bars of a made-up feed are synthetic by their feed, as reading has it; their own states are not stored. */
function blockBarsOf(batch: SessionBatch, { synthetic }: ImportedFile): BlockBars {
  const given = batch.kind === 'trade' ? [batch.columns] : [batch.columns.bid, batch.columns.ask]
  const sides = synthetic
    ? given.map((side) => ({ ...side, state: new Uint8Array(side.state.length) }))
    : given
  if (!holdsYear(batch.interval)) return { sides, days: undefined }
  return { sides, days: new Float64Array(barStarts(sides).length).fill(dayNumber(batch.session)) }
}

function stateOf({ sides }: BlockBars, index: number): number {
  return sides[0] ? at(sides[0].state, index) : 0
}

function idOf({ lastInsertRowid }: Database.RunResult): number {
  return Number(lastInsertRowid)
}
