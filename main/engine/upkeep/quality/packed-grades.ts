import type { SessionCounts } from './session-counts.ts'

/** Days of a year in words of 16 bits. */
const dayWords = 23
const wordBits = 16
/** The columns that are kept of a session; what is missing follows from them. */
const columnCount = 6

/** A session that has ended, by its number of days since 1970, what it counts to, and a stamp of what that hangs on. */
export interface GradedSession {
  readonly day: number
  readonly stamp: number
  readonly counts: SessionCounts
}

/** Counts of sessions by day. */
export interface CountsByDay {
  has(day: number): boolean
  get(day: number): SessionCounts | undefined
}

/**
 * Packs the counts of sessions of a year, that begins on day `yearStart`, given in order: a bit for each day that has
 * a session, then column by column values with how often they follow one another, for most sessions count the same.
 */
export function packCounts(sessions: readonly GradedSession[], yearStart: number): Uint8Array {
  const words = Array.from({ length: dayWords }, () => 0)
  for (const { day } of sessions) {
    const word = Math.floor((day - yearStart) / wordBits)
    words[word] = (words[word] ?? 0) | (1 << ((day - yearStart) % wordBits))
  }
  const rows = sessions.map(({ counts }) => {
    const { expected, recorded, filled, noTrade, halted, late } = counts
    return [expected, expected - recorded, filled, noTrade, halted, late]
  })
  for (let column = 0; column < columnCount; column++)
    words.push(...runsOf(rows.map((row) => row[column] ?? 0)))
  return new Uint8Array(Uint16Array.from(words).buffer)
}

export function packStamps(sessions: readonly GradedSession[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(sessions, ({ stamp }) => stamp).buffer)
}

export function unpackStamps(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(wholeWords(bytes, Uint32Array.BYTES_PER_ELEMENT))
}

/** A copy of what makes whole words: SQLite's bytes may lie anywhere in memory that they share with others. */
function wholeWords(bytes: Uint8Array, size: number): ArrayBuffer {
  const copy = new Uint8Array(bytes.length - (bytes.length % size))
  copy.set(bytes.subarray(0, copy.length))
  return copy.buffer
}

/** Values and how often they follow one another, in turn. */
function runsOf(values: readonly number[]): readonly number[] {
  const runs: number[] = []
  let from = 0
  for (let index = 1; index <= values.length; index++) {
    if (index < values.length && values[index] === values[from]) continue
    if (values.length > 0) runs.push(values[from] ?? 0, index - from)
    from = index
  }
  return runs
}

/** The days of a pack, and the place of each day of the year among them, from 1 on; 0 for none. */
interface PackedDays {
  readonly yearStart: number
  readonly words: Uint16Array
  readonly days: readonly number[]
  readonly places: Uint16Array
}

const noDays: PackedDays = {
  yearStart: 0,
  words: new Uint16Array(0),
  days: [],
  places: new Uint16Array(0),
}

/** Most symbols have the same sessions: what was read of the pack before this one serves again. */
let lastDays = noDays

/** Reads packed counts. Whatever is no such pack, as those without late minutes that stores have kept, reads as none. */
export class PackedCounts implements CountsByDay {
  readonly #of: PackedDays
  readonly #values: Uint16Array

  constructor(bytes: Uint8Array, yearStart: number) {
    const words = new Uint16Array(wholeWords(bytes, Uint16Array.BYTES_PER_ELEMENT))
    const of = daysOf(words, yearStart)
    const values = readRuns(words, columnCount * of.days.length)
    this.#of = values ? of : noDays
    this.#values = values ?? new Uint16Array(0)
  }

  /** Days that have a session, in order. */
  get days(): readonly number[] {
    return this.#of.days
  }

  has(day: number): boolean {
    const { places, yearStart } = this.#of
    return (places[day - yearStart] ?? 0) > 0
  }

  get(day: number): SessionCounts | undefined {
    const { places, yearStart, days } = this.#of
    const index = (places[day - yearStart] ?? 0) - 1
    if (index < 0) return undefined
    const { length } = days
    const values = this.#values
    const expected = values[index] as number
    const absent = values[length + index] as number
    const filled = values[2 * length + index] as number
    const noTrade = values[3 * length + index] as number
    const halted = values[4 * length + index] as number
    const late = values[5 * length + index] as number
    const missing = absent - filled - noTrade - halted
    return { expected, recorded: expected - absent, filled, noTrade, halted, missing, pending: 0, late }
  }
}

function daysOf(words: Uint16Array, yearStart: number): PackedDays {
  if (lastDays.yearStart === yearStart && areOfSameDays(lastDays.words, words)) return lastDays
  const days: number[] = []
  const places = new Uint16Array(dayWords * wordBits)
  for (let day = 0; day < places.length; day++) {
    if (((words[Math.floor(day / wordBits)] ?? 0) & (1 << (day % wordBits))) === 0) continue
    days.push(yearStart + day)
    places[day] = days.length
  }
  lastDays = { yearStart, words, days, places }
  return lastDays
}

function areOfSameDays(one: Uint16Array, other: Uint16Array): boolean {
  for (let word = 0; word < dayWords; word++) if (one[word] !== other[word]) return false
  return true
}

/** As many values as are expected; undefined where the runs come to another number. */
function readRuns(words: Uint16Array, count: number): Uint16Array | undefined {
  const values = new Uint16Array(count)
  let place = 0
  for (let word = dayWords; word < words.length; word += 2) {
    const next = place + (words[word + 1] ?? 0)
    if (next > count) return undefined
    // Most runs of a quiet symbol are one value long, for which `fill` is slow.
    for (const value = words[word] as number; place < next; place++) values[place] = value
  }
  return place === count ? values : undefined
}
