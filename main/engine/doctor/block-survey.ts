import type Database from 'better-sqlite3'
import { at } from '#shared/bars/columns.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { dateOfDay } from '#shared/calendar/session-date.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { holdsYear } from '../store/block-key.ts'
import type { BlockBars } from '../store/codec/block.ts'
import { onFile } from '../store/store-failure.ts'
import { readBlock } from '../store/stored-block.ts'

/** One stored session of a symbol. */
export interface SurveyedSession {
  readonly symbol: string
  readonly day: number
  /** Starts of its bars, ascending, and how many of them the store counts as regular; of bars below a day only. */
  readonly minutes: { readonly start: Float64Array; readonly regularBars: number } | undefined
}

/** What all blocks of a store come to. */
export interface BlockSurvey {
  readonly blocks: number
  readonly bars: number
  /** What is wrong with blocks, a line each. */
  readonly damages: readonly string[]
}

interface SeriesRow {
  readonly id: number
  readonly symbol: string
  readonly exchange: string
  readonly interval: Interval
  readonly kind: string
}

interface BlockRow {
  readonly day: number
  readonly bars: number
  readonly regularBars: number
  readonly firstStart: number
  readonly lastStart: number
  readonly checksum: number
  readonly bytes: Uint8Array | null
}

/** Reads every block of a store: checksums, contents, and what is written beside them. One series at a time. */
export class BlockReading {
  readonly series: number
  readonly #path: string
  readonly #database: Database.Database
  readonly #rows: readonly SeriesRow[]
  readonly #onSession: (exchange: string, session: SurveyedSession) => void
  readonly #damages: string[] = []
  #next = 0
  #blocks = 0
  #bars = 0

  constructor(
    path: string,
    database: Database.Database,
    onSession: (exchange: string, session: SurveyedSession) => void,
  ) {
    this.#path = path
    this.#database = database
    this.#onSession = onSession
    this.#rows = onFile(path, () =>
      database
        .prepare<[], SeriesRow>(`
          SELECT e.id, y.symbol, y.exchange, e.interval, e.kind
          FROM series e JOIN symbols y ON y.id = e.symbol ORDER BY y.symbol, e.id`)
        .all(),
    )
    this.series = this.#rows.length
  }

  /** How many series are read. */
  get done(): number {
    return this.#next
  }

  /** Reads the next series; answers its symbol, or undefined when all are read. */
  step(): string | undefined {
    const series = this.#rows[this.#next]
    if (!series) return undefined
    this.#next++
    const rows = onFile(this.#path, () =>
      this.#database
        .prepare<[number], BlockRow>(`
          SELECT s.day, s.bars, s.regular_bars AS regularBars, s.first_start AS firstStart,
            s.last_start AS lastStart, s.checksum, b.bars AS bytes
          FROM sessions s LEFT JOIN blocks b ON b.id = s.block WHERE s.series = ? ORDER BY s.day`)
        .all(series.id),
    )
    for (const row of rows) this.#read(series, row)
    return series.symbol
  }

  finish(): BlockSurvey {
    return { blocks: this.#blocks, bars: this.#bars, damages: this.#damages }
  }

  #read(series: SeriesRow, row: BlockRow): void {
    this.#blocks++
    this.#bars += row.bars
    const what = `${series.interval} ${series.kind} bars of ${series.symbol} in session ${dateOfDay(row.day)}`
    if (row.bytes === null) {
      this.#damages.push(`the ${what} are not there`)
      this.#tell(series, row, undefined)
      return
    }
    const bars = this.#decode(series, { ...row, bytes: row.bytes })
    const starts = bars?.sides[0]?.start
    if (starts && !isAsWritten(starts, row)) this.#damages.push(`the ${what} are not those that are counted`)
    this.#tell(series, row, bars)
  }

  #decode({ symbol, interval }: SeriesRow, row: BlockRow & { bytes: Uint8Array }): BlockBars | undefined {
    try {
      return readBlock({ path: this.#path, symbol, interval }, row)
    } catch (cause) {
      this.#damages.push(
        asFailure(cause)
          .message.replace(/^.* is damaged: /, '')
          .replace(/; [^;]*$/, ''),
      )
      return undefined
    }
  }

  /** Names the sessions of a block; one that holds a year names its own, unless it cannot be read. */
  #tell({ symbol, exchange, interval }: SeriesRow, row: BlockRow, bars: BlockBars | undefined): void {
    // Bars of weeks are labelled by their week.
    if (interval.endsWith('w')) return
    const start = bars?.sides[0]?.start
    if (!holdsYear(interval)) {
      const minutes = start && { start, regularBars: row.regularBars }
      this.#onSession(exchange, { symbol, day: row.day, minutes })
    } else
      for (const day of new Set(bars?.days)) this.#onSession(exchange, { symbol, day, minutes: undefined })
  }
}

/** Whether bars ascend, and begin and end as it is written beside them. */
function isAsWritten(start: Float64Array, row: BlockRow): boolean {
  for (let i = 1; i < start.length; i++) if (at(start, i) <= at(start, i - 1)) return false
  return at(start, 0) === row.firstStart && at(start, start.length - 1) === row.lastStart
}
