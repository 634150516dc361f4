import type { BarColumns } from '#shared/bars/columns.ts'
import { filled } from '#shared/bars/state.ts'
import { dayNumber } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { blockDay, holdsYear } from '../block-key.ts'
import type { BlockBars } from '../codec/block.ts'
import { encodeWithFacts } from '../encode-with-facts.ts'
import { addRequest, type LedgerWrites } from '../ledger/ledger-writes.ts'
import { barStarts, mergeBars, pickBars, splitByStart } from '../merge.ts'
import { writeValues } from '../revision-values.ts'
import { readBlock } from '../stored-block.ts'
import type { Writes } from '../writes.ts'
import type { FilledBars, SessionFill } from './stored-fill.ts'

/** Feed of bars that were filled where no feed has a single bar of that interval. */
const feedOfNone = 'filled'

/**
 * Stores what a source answered, within a transaction: the request as evidence, and of the bars those of minutes
 * that the store does not have, each once (G1). They are known from when they came (R17).
 */
export class FillWriter {
  readonly #path: string
  readonly #writes: Writes
  readonly #ledger: LedgerWrites

  constructor(path: string, writes: Writes, ledger: LedgerWrites) {
    this.#path = path
    this.#writes = writes
    this.#ledger = ledger
  }

  /** Throws a Failure with code 'bad-file' where the store has the symbol on another exchange. */
  store(fill: SessionFill): FilledBars {
    const request = addRequest(this.#ledger, fill.symbol, fill.interval, fill.request)
    this.#writes.countChange.run(fill.symbol)
    const { start } = fill.columns
    if (start.length === 0) return { added: 0, same: 0, differing: 0 }
    const own = dayNumber(fill.session)
    const days = holdsYear(fill.interval) ? new Float64Array(start.length).fill(own) : undefined
    const incoming = { sides: [asFilled(fill.columns)], days }
    const day = blockDay(fill.interval, fill.session)
    const { series, row } = this.#placeOf(fill, day)
    if (!row) {
      const { bytes, facts } = encodeWithFacts({ ...fill, kind: 'trade' }, day, incoming)
      this.#writes.addSession.run(series, day, idOf(this.#writes.addBlock.run(bytes)), ...facts)
      this.#keepVersions(series, own, incoming, fill, request)
      return { added: start.length, same: 0, differing: 0 }
    }
    const stored = readBlock({ path: this.#path, ...fill }, { ...row, day })
    const { absent, same, differing } = splitByStart(stored, incoming)
    if (absent.length === 0) return { added: 0, same, differing }
    const missing = pickBars(incoming, absent)
    const { bars } = mergeBars(stored, missing)
    const { bytes, facts } = encodeWithFacts({ ...fill, kind: 'trade' }, day, bars)
    this.#writes.setBlock.run(bytes, row.block)
    this.#writes.setSession.run(...facts, series, day)
    this.#keepVersions(series, own, missing, fill, request)
    return { added: absent.length, same, differing }
  }

  /** The feed that readers see of the session; of a session that no feed has, the one that was imported first. */
  #placeOf({ symbol, exchange, interval }: SessionFill, day: number) {
    const owner = this.#symbolOf(symbol, exchange)
    const all = this.#writes.seriesOfSymbol.all(owner, interval)
    for (const { id } of all) {
      const row = this.#writes.block.get(id, day)
      if (row) return { series: id, row }
    }
    return { series: all[0]?.id ?? this.#addSeries(owner, interval), row: undefined }
  }

  #addSeries(owner: number, interval: string): number {
    const feed = this.#writes.feed.get(feedOfNone)?.id ?? idOf(this.#writes.addFeed.run(feedOfNone, 0))
    return idOf(this.#writes.addSeries.run(owner, 'trade', interval, feed))
  }

  #symbolOf(symbol: string, exchange: string): number {
    const known = this.#writes.symbol.get(symbol)
    if (!known) return idOf(this.#writes.addSymbol.run(symbol, exchange))
    if (known.exchange === exchange) return known.id
    throw new Failure(
      'bad-file',
      `${symbol} is a symbol of ${known.exchange} in ${this.#path}, not of ${exchange}`,
    )
  }

  /** The first versions: a bar that was ever stored is never missing again. */
  #keepVersions(series: number, day: number, { sides }: BlockBars, fill: SessionFill, request: number): void {
    const { answeredAt } = fill.request
    for (const [index, start] of barStarts(sides).entries()) {
      const values = writeValues(sides, index)
      this.#writes.addRevision.run(series, day, start, 1, answeredAt, filled, values, null, request)
    }
  }
}

function asFilled(columns: BarColumns): BarColumns {
  return { ...columns, state: new Uint8Array(columns.state.length).fill(filled) }
}

function idOf({ lastInsertRowid }: { readonly lastInsertRowid: number | bigint }): number {
  return Number(lastInsertRowid)
}
