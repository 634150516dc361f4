import { at } from '#shared/bars/columns.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { randomOf } from '../main/engine/demo/random.ts'
import { ExpectedSlots } from '../main/engine/upkeep/detect/expected-slots.ts'
import { detectGaps, GapDetector } from '../main/engine/upkeep/detect/gap-detector.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { type CallTiming, timeCalls } from './calls.ts'
import { demoBars, demoExchange, demoSeed, type MinuteBatch } from './demo-bars.ts'
import { scanForGaps } from './object-gaps.ts'
import { type BarObject, barObjects } from './row-a-bar.ts'

const name = 'gap_detect_390'
const date = '2024-07-08'
/** One minute in so many is taken out of the bars. */
const oneIn = 20

/** Bars of a session with holes, as a column of starts and as objects. */
interface Holed {
  readonly start: Float64Array
  readonly objects: readonly BarObject[]
}

/** The gaps of a session of 390 minutes found from nothing, and beside it the price of one more bar. */
export const gapDetect: Benchmark = {
  name,
  async run() {
    const session = calendarOf(demoExchange).session(date as SessionDate) as Session
    const slots = new ExpectedSlots(session, minuteMs)
    const sources = demoBars(100, date, date).map(holed)
    const bars = sources.reduce((sum, { start }) => sum + start.length, 0)
    const found = await timeFromNothing(slots, sources, session.close)
    const oneMore = await timeBarByBar(slots, sources, bars)
    const scanned = await timeScan(sources, session)
    const [value, baseline] = [found.median / 1000, scanned.median / 1000]
    return {
      name,
      value,
      unit: 'µs',
      target: 5,
      baseline,
      ratio: timesLess(value, baseline),
      notes: [
        `demo generator, seed ${demoSeed}: one session of 100 symbols in turn, one minute in ${oneIn} taken out, ${bars} bars; gaps as columns of their own; no files`,
        found.note,
        `beside it a new bar, with the clock set after each and the missing minutes asked for: ${(oneMore.median / 1000).toPrecision(3)} µs, target 0.1; ${oneMore.note}`,
        `baseline: arrays of bar objects, every minute of the session looked up in a set of their times; ${scanned.note}`,
        `checksum ${found.checksum} and ${oneMore.checksum}, the baseline's ${scanned.checksum}: missing minutes and gaps of all symbols, of bar by bar the minutes missing after each`,
      ],
    }
  },
}

function holed({ symbol, columns }: MinuteBatch): Holed {
  const random = randomOf(demoSeed, 'holes', symbol)
  const all = barObjects(columns)
  const objects = all.filter(() => random.integer(1, oneIn) > 1)
  return { objects, start: Float64Array.from(objects, ({ timestamp }) => timestamp) }
}

function timeFromNothing(
  slots: ExpectedSlots,
  sources: readonly Holed[],
  close: number,
): Promise<CallTiming> {
  const work = () => {
    let sum = 0
    for (const { start } of sources) {
      const detector = detectGaps(slots, { start }, close)
      sum += detector.missing + detector.gaps().start.length
    }
    return sum
  }
  return timeCalls(work, { calls: sources.length, warmUp: 50, rounds: 500 })
}

function timeBarByBar(slots: ExpectedSlots, sources: readonly Holed[], bars: number): Promise<CallTiming> {
  const work = () => {
    let sum = 0
    for (const { start } of sources) {
      const detector = new GapDetector(slots)
      for (let index = 0; index < start.length; index++) {
        detector.add(at(start, index))
        detector.setClock(at(start, index) + minuteMs)
        sum += detector.missing
      }
    }
    return sum
  }
  return timeCalls(work, { calls: bars, warmUp: 20, rounds: 200 })
}

function timeScan(sources: readonly Holed[], { open, close }: Session): Promise<CallTiming> {
  const work = () => {
    let sum = 0
    for (const { objects } of sources) {
      const gaps = scanForGaps(objects, open, close)
      for (const { minutes } of gaps) sum += minutes
      sum += gaps.length
    }
    return sum
  }
  return timeCalls(work, { calls: sources.length, warmUp: 5, rounds: 40 })
}
