import { intradayMs } from '#shared/bars/interval.ts'
import { recorded } from '#shared/bars/state.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { type EpochMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import type { SessionBatch } from '../store/store.ts'
import { BarBuilder } from './bar-builder.ts'
import { importedState } from './bar-state.ts'
import type { Dialect, PriceFields } from './dialect.ts'
import { quoted, RowTime } from './row-time.ts'
import { parseSymbol } from './symbol.ts'
import { at32, LineScanner } from './text/line-scanner.ts'
import { LineWindow } from './text/line-window.ts'

const valuesPerSide = 5
const longestSymbol = 64
const sideNames = ['bid', 'ask'] as const
const priceNames = ['open', 'high', 'low', 'close'] as const

/** A row that is left out, with the number of its line, counted from 1, and why. */
export type OnRejected = (line: number, reason: string) => void

/**
 * Reads the lines of a file as bars, in one dialect. Text goes in piece by piece, batches of one symbol and
 * session come out; rows that cannot be right are left out and told to `onRejected`.
 */
export class BarReader {
  /** Rows that hold anything, good or bad. */
  rows = 0
  /** Rows that were taken as bars. */
  bars = 0
  readonly #dialect: Dialect
  readonly #onRejected: OnRejected
  readonly #window = new LineWindow()
  readonly #scanner: LineScanner
  readonly #time: RowTime
  readonly #stepMs: number | undefined
  /** From a stamp back to the start of its bar; for daily bars, into the day that ends. */
  readonly #shiftMs: number
  readonly #fieldsNeeded: number
  readonly #values: Float64Array
  readonly #builders = new Map<string, BarBuilder>()
  readonly #buildersByText = new Map<string, BarBuilder>()
  readonly #symbolBytes = Buffer.alloc(longestSymbol)
  #symbolLength = -1
  #builder: BarBuilder | undefined
  #ready: SessionBatch[] = []
  #start = 0
  #session: SessionDate | undefined

  constructor(dialect: Dialect, onRejected: OnRejected) {
    this.#dialect = dialect
    this.#onRejected = onRejected
    this.#scanner = new LineScanner(dialect.separator, dialect.point)
    this.#time = new RowTime(dialect)
    this.#stepMs = intradayMs(dialect.interval)
    this.#shiftMs = dialect.stamp === 'end' ? (this.#stepMs ?? 1) : 0
    this.#fieldsNeeded = fieldsNeeded(dialect)
    this.#values = new Float64Array(dialect.sides.length * valuesPerSide)
    if ('name' in dialect.symbol) this.#builder = this.#builderOf(dialect.symbol.name)
  }

  /** Reads the next piece of text; gives the sessions that are complete now. */
  read(piece: Uint8Array): readonly SessionBatch[] {
    this.#window.append(piece)
    this.#readLines(false)
    return this.#takeReady()
  }

  /** Reads what is left after the last piece; gives all sessions that are left. */
  finish(): readonly SessionBatch[] {
    this.#readLines(true)
    for (const builder of this.#builders.values()) this.#push(builder.flush())
    return this.#takeReady()
  }

  #push(batch: SessionBatch | undefined): void {
    if (batch) this.#ready.push(batch)
  }

  #takeReady(): readonly SessionBatch[] {
    const ready = this.#ready
    this.#ready = []
    return ready
  }

  #readLines(last: boolean): void {
    const window = this.#window
    const { bytes, end } = window
    const scanner = this.#scanner
    while (window.from < end) {
      const next = scanner.scan(bytes, window.from, end, last)
      if (next < 0) return
      window.from = next
      if (scanner.line <= this.#dialect.headerLines || scanner.empty) continue
      this.rows++
      const reason = this.#readRow(bytes)
      if (reason === undefined) this.bars++
      else this.#onRejected(scanner.line, reason)
    }
  }

  /** Reads the scanned line as a bar; undefined when it is taken, else why it is not. */
  #readRow(bytes: Buffer): string | undefined {
    const { fault, fields } = this.#scanner
    if (fault !== undefined) return fault
    if (fields < this.#fieldsNeeded)
      return `has ${fields} of the ${this.#fieldsNeeded} fields that are needed`
    const { symbol, sides, stateField } = this.#dialect
    const reason =
      ('field' in symbol ? this.#readSymbol(bytes, symbol.field) : undefined) ??
      this.#time.read(bytes, this.#scanner)
    if (reason !== undefined) return reason
    const builder = this.#builder as BarBuilder
    const misplaced =
      this.#stepMs === undefined ? this.#placeDay(builder) : this.#placeTime(builder, this.#stepMs)
    if (misplaced !== undefined) return misplaced
    for (let side = 0; side < sides.length; side++) {
      const wrong = this.#readSide(bytes, sides[side] as PriceFields, side)
      if (wrong !== undefined) return sides.length === 1 ? wrong : `${sideNames[side]}: ${wrong}`
    }
    const state = stateField === undefined ? recorded : importedState(this.#text(bytes, stateField))
    if (typeof state === 'string') return state
    this.#push(builder.add(this.#start, this.#session as SessionDate, this.#values, state))
    return undefined
  }

  #readSymbol(bytes: Buffer, field: number): string | undefined {
    const from = at32(this.#scanner.from, field)
    const to = at32(this.#scanner.to, field)
    const length = to - from
    if (length === this.#symbolLength && this.#symbolBytes.compare(bytes, from, to, 0, length) === 0) {
      return undefined
    }
    const text = this.#text(bytes, field)
    const builder = this.#buildersByText.get(text) ?? this.#enterSymbol(text)
    if (!builder) return text === '' ? 'has no symbol' : `${quoted(bytes, from, to)} is no symbol`
    this.#builder = builder
    this.#symbolLength = bytes.copy(this.#symbolBytes, 0, from, to)
    return undefined
  }

  #enterSymbol(text: string): BarBuilder | undefined {
    const symbol = parseSymbol(text)
    if (symbol === undefined) return undefined
    const builder = this.#builderOf(symbol)
    this.#buildersByText.set(text, builder)
    return builder
  }

  #builderOf(symbol: string): BarBuilder {
    const known = this.#builders.get(symbol)
    if (known) return known
    const builder = new BarBuilder(symbol, this.#dialect)
    this.#builders.set(symbol, builder)
    return builder
  }

  /** Finds start and session of a bar within a day; undefined when they are right, else what is wrong. */
  #placeTime(builder: BarBuilder, stepMs: number): string | undefined {
    const after = builder.lastStart
    const start = this.#time.instant(after + this.#shiftMs) - this.#shiftMs
    if (Number.isNaN(start)) return this.#time.missing
    if (start <= after || start % minuteMs !== 0) return misplacedReason(start, after)
    try {
      this.#session = this.#dialect.calendar.sessionDateOf(start as EpochMs)
    } catch (error) {
      return outsideCalendar(error)
    }
    this.#start = start
    if (start >= after + stepMs || this.#opensHours(start)) return undefined
    return `${formatUtc(start as EpochMs)} lies inside the bar that starts at ${formatUtc(after as EpochMs)}`
  }

  /** Whether hours begin at `start`, so that the bar before it was cut short. */
  #opensHours(start: number): boolean {
    const session = this.#dialect.calendar.session(this.#session as SessionDate)
    if (!session) return false
    return session.postMarket?.open === start || session.segments.some(({ open }) => open === start)
  }

  /** Finds session and start of a bar of a whole day; undefined when they are right, else what is wrong. */
  #placeDay(builder: BarBuilder): string | undefined {
    const { calendar } = this.#dialect
    try {
      const date = this.#time.date(calendar, this.#shiftMs)
      const session = calendar.session(date)
      if (!session) return `${date} is no session of ${calendar.exchange}`
      if (session.open === builder.lastStart) return `the date ${date} is there twice`
      if (session.open < builder.lastStart) return `the date ${date} comes after a later one`
      this.#start = session.open
      this.#session = session.date
      return undefined
    } catch (error) {
      return outsideCalendar(error)
    }
  }

  #readSide(bytes: Buffer, fields: PriceFields, side: number): string | undefined {
    const exponent = this.#dialect.priceExponent
    const scanner = this.#scanner
    const values = this.#values
    const first = side * valuesPerSide
    const open = scanner.decimal(bytes, fields.open, exponent)
    const high = scanner.decimal(bytes, fields.high, exponent)
    const low = scanner.decimal(bytes, fields.low, exponent)
    const close = scanner.decimal(bytes, fields.close, exponent)
    const volume = fields.volume === undefined ? 0 : scanner.decimal(bytes, fields.volume, 0)
    // Each comparison is false for NaN, so that an unreadable number fails as well.
    const right = low > 0 && low <= open && low <= close && high >= open && high >= close && volume >= 0
    if (!right || !(open <= high)) return this.#wrongSide(bytes, fields, [open, high, low, close], volume)
    values[first] = open
    values[first + 1] = high
    values[first + 2] = low
    values[first + 3] = close
    values[first + 4] = volume
    return undefined
  }

  #wrongSide(
    bytes: Buffer,
    fields: PriceFields,
    prices: readonly [number, number, number, number],
    volume: number,
  ): string {
    for (const [index, name] of priceNames.entries()) {
      const price = prices[index] as number
      if (Number.isNaN(price)) return this.#noNumber(bytes, fields[name], name)
      if (price <= 0) return `${name} ${price} is not above zero`
    }
    if (fields.volume !== undefined && Number.isNaN(volume)) {
      return this.#noNumber(bytes, fields.volume, 'volume')
    }
    if (volume < 0) return `volume ${volume} is negative`
    const [open, high, low, close] = prices
    if (high < low) return `high ${high} is below low ${low}`
    if (high < open || high < close)
      return `high ${high} is below ${high < open ? `open ${open}` : `close ${close}`}`
    return `low ${low} is above ${low > open ? `open ${open}` : `close ${close}`}`
  }

  #noNumber(bytes: Buffer, field: number, name: string): string {
    const from = at32(this.#scanner.from, field)
    const to = at32(this.#scanner.to, field)
    return from === to ? `${name} is empty` : `${name} ${quoted(bytes, from, to)} is no number`
  }

  #text(bytes: Buffer, field: number): string {
    return bytes.toString('utf8', at32(this.#scanner.from, field), at32(this.#scanner.to, field))
  }
}

function misplacedReason(start: number, after: number): string {
  const time = formatUtc(start as EpochMs)
  if (start % minuteMs !== 0) return `${time} is not on a whole minute`
  if (start === after) return `the time ${time} is there twice`
  return `the time ${time} comes after a later one, ${formatUtc(after as EpochMs)}`
}

function outsideCalendar(error: unknown): string {
  if (error instanceof Failure && error.code === 'outside-calendar') return error.message
  throw error
}

function fieldsNeeded({ timeField, time, symbol, sides, stateField }: Dialect): number {
  const fields = [timeField, ...sides.flatMap((side) => Object.values<number | undefined>({ ...side }))]
  if (time.kind === 'calendar') fields.push(time.clock)
  if ('field' in symbol) fields.push(symbol.field)
  fields.push(stateField)
  return Math.max(...fields.map((field) => (field ?? -1) + 1))
}
