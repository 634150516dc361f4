import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { SessionCounts } from './session-counts.ts'

/** The columns that are kept of a session: its day of the year, and counts; what is missing follows from them. */
const columnCount = 6
const bytesPerCount = 2

/** A session that has ended, by its number of days since 1970, what it counts to, and a stamp of what that hangs on. */
export interface GradedSession {
  readonly day: number
  readonly stamp: number
  readonly counts: SessionCounts
}

/** Counts of sessions of a year, that begins on day `yearStart`, column by column: equal ones in a row take no room. */
export function packCounts(sessions: readonly GradedSession[], yearStart: number): Uint8Array {
  const { length } = sessions
  const values = new Uint16Array(columnCount * length)
  for (const [index, { day, counts }] of sessions.entries()) {
    const { expected, recorded, filled, noTrade, halted } = counts
    // The distance from what one would expect: mostly the same number.
    const row = [day - yearStart, expected, expected - recorded, filled, noTrade, halted]
    for (const [column, value] of row.entries()) values[column * length + index] = value
  }
  return deflateRawSync(new Uint8Array(values.buffer))
}

export function packStamps(sessions: readonly GradedSession[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(sessions, ({ stamp }) => stamp).buffer)
}

/** Counts by day. Whatever is no such pack reads as none. */
export function unpackCounts(bytes: Uint8Array, yearStart: number): ReadonlyMap<number, SessionCounts> {
  const counts = new Map<number, SessionCounts>()
  const values = valuesIn(bytes)
  if (!values) return counts
  const length = values.length / columnCount
  for (let index = 0; index < length; index++) {
    const value = (column: number) => values[column * length + index] as number
    const [expected, absent, filled, noTrade, halted] = [value(1), value(2), value(3), value(4), value(5)]
    counts.set(yearStart + value(0), {
      expected,
      recorded: expected - absent,
      filled,
      noTrade,
      halted,
      missing: absent - filled - noTrade - halted,
      pending: 0,
    })
  }
  return counts
}

export function unpackStamps(bytes: Uint8Array): Uint32Array {
  const whole = bytes.slice(0, bytes.length - (bytes.length % Uint32Array.BYTES_PER_ELEMENT))
  return new Uint32Array(whole.buffer)
}

function valuesIn(bytes: Uint8Array): Uint16Array | undefined {
  try {
    const raw = inflateRawSync(bytes)
    if (raw.length % (columnCount * bytesPerCount) !== 0) return undefined
    return new Uint16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length))
  } catch {
    return undefined
  }
}
