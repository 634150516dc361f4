import { type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { joinColumns } from '../main/engine/replay/hours.ts'
import { ExpectedSlots } from '../main/engine/upkeep/detect/expected-slots.ts'
import { detectGaps, GapDetector } from '../main/engine/upkeep/detect/gap-detector.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { timeCalls } from './calls.ts'
import { demoBars, demoExchange, demoSeed } from './demo-bars.ts'
import { scanMinutes } from './object-gaps.ts'
import { barObjects } from './row-a-bar.ts'

const name = 'gap_detect_390'
const symbolCount = 100
const holeEvery = 39
const session = calendarOf(demoExchange).session('2024-07-08' as SessionDate) as Session

/** The gaps of a session of 390 minutes, ten of which are missing, from nothing. */
export const gapDetect: Benchmark = {
  name,
  async run() {
    const sources = demoBars(symbolCount, session.date, session.date).map(({ columns }) => withHoles(columns))
    const objects = sources.map(barObjects)
    const rounds = { calls: symbolCount, warmUp: 50, rounds: 500 }
    const whole = await timeCalls(() => {
      let sum = 0
      for (const { start } of sources) {
        const { bars } = detectGaps(new ExpectedSlots(session, minuteMs), { start }, session.close).gaps()
        for (let index = 0; index < bars.length; index++) sum += bars[index] as number
      }
      return sum
    }, rounds)
    const each = await timeCalls(
      () => {
        let sum = 0
        for (const { start } of sources) {
          const detector = new GapDetector(new ExpectedSlots(session, minuteMs))
          for (let index = 0; index < start.length; index++) {
            detector.add(start[index] as number)
            detector.setClock((start[index] as number) + minuteMs)
            sum += detector.missing
          }
        }
        return sum
      },
      { ...rounds, calls: sources.reduce((bars, { start }) => bars + start.length, 0) },
    )
    const baseline = await timeCalls(
      () => {
        let sum = 0
        for (const bars of objects)
          for (const { minutes } of scanMinutes(bars, session.open, session.close)) sum += minutes
        return sum
      },
      { ...rounds, warmUp: 5, rounds: 60 },
    )
    const [value, baselineValue] = [whole.median / 1000, baseline.median / 1000]
    return {
      name,
      value,
      unit: 'µs',
      target: 5,
      baseline: baselineValue,
      ratio: timesLess(value, baselineValue),
      notes: [
        `demo generator, seed ${demoSeed}: one session of ${symbolCount} symbols in turn, 390 minutes of which ten are missing; checksum included; no files`,
        whole.note,
        `beside it a new bar, the clock at its end and the number of missing minutes asked: ${(each.median / 1000).toPrecision(3)} µs of 0.1; ${each.note}`,
        `baseline: a set of the bars' minutes, and every minute of the session looked for in it; ${baseline.note}`,
        `checksum ${whole.checksum}, the baseline's ${baseline.checksum}: the number of missing minutes`,
      ],
    }
  },
}

/** Every 39th minute is missing. */
export function withHoles(columns: BarColumns): BarColumns {
  const pieces: BarColumns[] = []
  for (let from = 0; from < columns.start.length; from += holeEvery)
    pieces.push(sliceColumns(columns, from, Math.min(from + holeEvery - 1, columns.start.length)))
  return joinColumns(pieces)
}
