import { type Interval, oneDay, oneMinute, parseInterval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session, TradingCalendar } from '#shared/calendar/trading-calendar.ts'
import { dayMs, type EpochMs, hourMs, minuteMs } from '#shared/time/epoch.ts'
import type { Dialect } from '../dialect.ts'
import { RefusedFile } from '../refused-file.ts'
import { RowTime } from '../row-time.ts'
import { at32, LineScanner } from '../text/line-scanner.ts'
import type { Sample } from './sample.ts'

/** Instants of the rows of a sample, one list a symbol, in the order of the file. */
export type SampleStamps = readonly (readonly number[])[]

/** A day less the hour of a clock change, and some slack for stamps that wander. */
const nearlyADay = 20 * hourMs
const fewDays = 5 * dayMs
const mostDecreasing = 0.9

/** Reads the times of a sample in a dialect whose interval and stamp do not matter yet. */
export function sampleStamps({ bytes, whole }: Sample, dialect: Dialect): SampleStamps {
  const scanner = new LineScanner(dialect.separator)
  const time = new RowTime(dialect)
  const stamps = new Map<string, number[]>()
  const fields =
    Math.max(dialect.timeField, dialect.time.kind === 'calendar' ? (dialect.time.clock ?? 0) : 0) + 1
  for (let from = 0; from < bytes.length; ) {
    from = scanner.scan(bytes, from, bytes.length, whole)
    if (from < 0) break
    if (scanner.line <= dialect.headerLines || scanner.fields < fields) continue
    if (time.read(bytes, scanner) !== undefined) continue
    const symbol =
      'field' in dialect.symbol
        ? bytes.toString(
            'latin1',
            at32(scanner.from, dialect.symbol.field),
            at32(scanner.to, dialect.symbol.field),
          )
        : ''
    const list = stamps.get(symbol) ?? []
    const instant = time.instant(list.at(-1) ?? Number.NEGATIVE_INFINITY)
    if (!Number.isNaN(instant)) list.push(instant)
    stamps.set(symbol, list)
  }
  return [...stamps.values()]
}

/** Throws RefusedFile when the rows run from the newest to the oldest. */
export function refuseNewestFirst(stamps: SampleStamps): void {
  const steps = stepsOf(stamps)
  const back = steps.filter((step) => step < 0).length
  if (back > 0 && back >= mostDecreasing * steps.filter((step) => step !== 0).length) {
    throw new RefusedFile(
      'runs from the newest row to the oldest; sort it by time, oldest first, and import it again',
    )
  }
}

/**
 * The interval that the steps between stamps show: the smallest one where it is usual too, else the largest that
 * fits them all, as in the file of a symbol that seldom trades. `dated` says that times are dates alone, for a
 * file of one row. Throws RefusedFile for bars of more than a day.
 */
export function detectInterval(stamps: SampleStamps, dated: boolean): Interval {
  const steps = stepsOf(stamps).filter((step) => step > 0)
  const smallest = steps.reduce((least, step) => Math.min(least, step), Number.POSITIVE_INFINITY)
  if (smallest === Number.POSITIVE_INFINITY) return dated ? oneDay : oneMinute
  if (smallest > fewDays) throw new RefusedFile('holds bars of more than a day; import daily or minute bars')
  if (smallest >= nearlyADay) return oneDay
  const usual = steps.filter((step) => step === smallest).length * 2 > steps.length
  const whole = steps.filter((step) => step % minuteMs === 0)
  const step = usual || whole.length === 0 ? smallest : whole.reduce(greatestDivisor)
  return parseInterval(`${Math.max(1, Math.floor(step / minuteMs))}m`) ?? oneMinute
}

/**
 * Whether stamps are the ends of bars: all lie within regular hours, none at an open, and there are some one
 * interval after the open and, in half of the sessions or more, at the close.
 */
export function looksLikeEnds(stamps: SampleStamps, stepMs: number, calendar: TradingCalendar): boolean {
  const closes = new Set<SessionDate>()
  const sessions = new Set<SessionDate>()
  let afterOpen = false
  for (const stamp of stamps.flat()) {
    const session = sessionAt(stamp - 1, calendar)
    if (!session || stamp <= session.open || stamp > session.close) return false
    if (sessionAt(stamp, calendar)?.open === stamp) return false
    sessions.add(session.date)
    if (stamp === session.close) closes.add(session.date)
    if (stamp === session.open + stepMs) afterOpen = true
  }
  return afterOpen && closes.size * 2 >= sessions.size
}

function sessionAt(time: number, calendar: TradingCalendar): Session | undefined {
  const date = new Date(time).toISOString().slice(0, 10)
  // A day inside the range, so that the date of every zone can be asked for.
  if (date <= calendar.first || date >= calendar.last) return undefined
  return calendar.session(calendar.sessionDateOf(time as EpochMs))
}

function stepsOf(stamps: SampleStamps): number[] {
  return stamps.flatMap((list) => list.slice(1).map((stamp, index) => stamp - (list[index] ?? stamp)))
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other)
}
