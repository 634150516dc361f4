import { setValues, valuesAt } from '#shared/bars/bar-values.ts'
import { allocateColumns, at, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import type { QuoteEvents, TickEvents } from '../session/column-table.ts'
import type { BarVersion } from '../store/store.ts'

/** Bars that came after their end: versions of bars, sorted by the time they were known, and that time. */
export interface LateBars {
  readonly columns: BarColumns
  /** Never before the bar's end; rising. */
  readonly knownAt: Float64Array
}

/** What a symbol will have in a session. */
export interface BarSource {
  readonly symbol: string
  /** 1m bars known at their end: entries [from, to) of columns sorted by start. */
  readonly columns: BarColumns
  readonly from: number
  readonly to: number
  /** The session of the symbol's exchange, where it is not that of the session data. */
  readonly session?: Session
  readonly late?: LateBars
  /** Known at their own time; sorted by it. */
  readonly quotes?: QuoteEvents
  readonly ticks?: TickEvents
}

/** The source of a symbol as repaired: every bar in its last version, known at its end. */
export function asRepaired(symbol: string, columns: BarColumns): BarSource {
  return { symbol, columns, from: 0, to: columns.start.length }
}

/**
 * The source of a symbol as traded: each version from the time it was known on (R17). `columns` hold the last
 * version of every bar; `versions` those of the bars that have a history, by start, then version.
 */
export function asTraded(symbol: string, columns: BarColumns, versions: readonly BarVersion[]): BarSource {
  const onTime = new Map<number, BarVersion | undefined>()
  const late: BarVersion[] = []
  for (const version of shownVersions(versions)) {
    const isOnTime = version.knownAt <= version.start + minuteMs
    if (isOnTime || !onTime.has(version.start)) onTime.set(version.start, isOnTime ? version : undefined)
    if (!isOnTime) late.push(version)
  }
  const source = asRepaired(symbol, firstVersions(columns, onTime))
  if (late.length === 0) return source
  late.sort((one, other) => one.knownAt - other.knownAt || one.start - other.start)
  return {
    ...source,
    late: { columns: columnsOf(late), knownAt: Float64Array.from(late, ({ knownAt }) => knownAt) },
  }
}

/** Throws a Failure with code 'bad-file' unless the starts of the bars rise and no bar is late before its end. */
export function checkSource({ symbol, columns, from, to, late }: BarSource): void {
  let before = Number.NEGATIVE_INFINITY
  for (let index = from; index < to; index++) {
    const start = at(columns.start, index)
    if (!(start > before)) throw broken(symbol, `bar ${index} does not start after the one before`)
    before = start
  }
  let known = Number.NEGATIVE_INFINITY
  for (let index = 0; late && index < late.knownAt.length; index++) {
    const knownAt = at(late.knownAt, index)
    const end = at(late.columns.start, index) + minuteMs
    if (!(knownAt >= known && knownAt >= end)) throw broken(symbol, `late bar ${index} is known too early`)
    known = knownAt
  }
}

/** Without versions of which a later one was known as early: they were never the last one known. */
function shownVersions(versions: readonly BarVersion[]): readonly BarVersion[] {
  const shown: BarVersion[] = []
  for (const version of versions) {
    for (let last = shown.at(-1); last?.start === version.start; last = shown.at(-1)) {
      if (last.knownAt < version.knownAt) break
      shown.pop()
    }
    shown.push(version)
  }
  return shown
}

function broken(symbol: string, cause: string): Failure {
  return new Failure('bad-file', `${symbol} cannot be played: ${cause}. Import its bars again.`)
}

/** Bars in their first version, those left out that came late only. */
function firstVersions(columns: BarColumns, onTime: ReadonlyMap<number, BarVersion | undefined>): BarColumns {
  if (onTime.size === 0) return columns
  const first = allocateColumns(columns.start.length)
  let count = 0
  for (let index = 0; index < columns.start.length; index++) {
    const start = at(columns.start, index)
    const version = onTime.get(start)
    if (onTime.has(start) && !version) continue
    first.start[count] = start
    setValues(first, count++, version ?? valuesAt(columns, index))
  }
  return sliceColumns(first, 0, count)
}

function columnsOf(versions: readonly BarVersion[]): BarColumns {
  const columns = allocateColumns(versions.length)
  versions.forEach((version, index) => {
    columns.start[index] = version.start
    setValues(columns, index, version)
  })
  return columns
}
