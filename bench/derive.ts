import type { BarColumns, BarRange } from '#shared/bars/columns.ts'
import { deriveSession } from '#shared/bars/derive.ts'
import { DerivedBars } from '#shared/bars/derived-bars.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { type CallTiming, timeCalls } from './calls.ts'
import { demoBars, demoExchange, demoSeed } from './demo-bars.ts'
import { type GrowthStep, growthNotes } from './growth.ts'
import { filterDerived, sliceDerived } from './object-derive.ts'
import { type BarObject, barObjects } from './row-a-bar.ts'

const name = 'derive_390_to_78'
const date = '2024-07-08'
const interval = '5m' as Interval
const minutes = 5

/** Makes derived bars of minutes. */
type Make = (source: BarRange) => BarRange

/** The 5m bars of a session made from nothing of its 390 minutes. */
export const derive: Benchmark = {
  name,
  async run() {
    const session = calendarOf(demoExchange).session(date as SessionDate) as Session
    const sources = demoBars(100, date, date).map(({ columns }) => columns)
    const objects = sources.map(barObjects)
    const make: Make = (source) => {
      const made = new DerivedBars(session, interval, 'regular')
      made.setClock(session.close)
      made.append(source)
      return made.range()
    }
    const bars = await timeColumns(sources, make)
    const same = await timeColumns(new Array(sources.length).fill(sources[0]), make)
    const counted = await timeColumns(sources, (source) => {
      const { columns } = deriveSession(source, session, interval, { at: session.close, hours: 'regular' })
      return { columns, from: 0, to: columns.start.length }
    })
    const filtered = await timeObjects(objects, filterDerived)
    const sliced = await timeObjects(objects, sliceDerived)
    const [value, baseline] = [bars.median / 1000, filtered.median / 1000]
    return {
      name,
      value,
      unit: 'µs',
      target: 5,
      baseline,
      ratio: timesLess(value, baseline),
      notes: [
        `demo generator, seed ${demoSeed}: one session of 100 symbols in turn, 390 minutes to 78 bars of 5m in new columns; checksum included; no files`,
        bars.note,
        `beside it one symbol again and again, whose minutes stay in the nearest cache: ${micros(same)}; ${same.note}`,
        `beside it with the minutes of each bar counted by kind: ${micros(counted)}; ${counted.note}`,
        `baseline: arrays of bar objects, the minutes of each bar filtered out of all, then reduced; ${filtered.note}`,
        `beside it the baseline sliced by place, which knows no holes: ${micros(sliced)}; ${sliced.note}`,
        ...(await growthNotes((step) => growth(make, step))),
        `checksum ${bars.checksum.toFixed(2)} and ${counted.checksum.toFixed(2)}, the baseline's ${filtered.checksum.toFixed(2)} and ${sliced.checksum.toFixed(2)}: high, low and volume of all bars of all symbols`,
      ],
    }
  },
}

async function growth(make: Make, { symbols, warmUp, rounds }: GrowthStep): Promise<string> {
  const sources = demoBars(symbols, date, date).map(({ columns }) => columns)
  const timing = await timeColumns(sources, make, { warmUp, rounds })
  return `${micros(timing)} a symbol; ${timing.note}`
}

function micros({ median }: CallTiming): string {
  return `${(median / 1000).toPrecision(3)} µs`
}

/** Times deriving columns, once a symbol in each round. */
function timeColumns(
  sources: readonly BarColumns[],
  make: Make,
  { warmUp, rounds } = { warmUp: 50, rounds: 500 },
): Promise<CallTiming> {
  const work = () => {
    let sum = 0
    for (const source of sources) {
      const { columns, to } = make({ columns: source, from: 0, to: source.start.length })
      const { high, low, volume } = columns
      for (let i = 0; i < to; i++) sum += (high[i] as number) + (low[i] as number) + (volume[i] as number)
    }
    return sum
  }
  return timeCalls(work, { calls: sources.length, warmUp, rounds })
}

/** Times deriving objects, once a symbol in each round. */
function timeObjects(
  sources: readonly (readonly BarObject[])[],
  make: (bars: readonly BarObject[], minutes: number) => readonly BarObject[],
): Promise<CallTiming> {
  const work = () => {
    let sum = 0
    for (const source of sources)
      for (const { high, low, volume } of make(source, minutes)) sum += high + low + volume
    return sum
  }
  return timeCalls(work, { calls: sources.length, warmUp: 5, rounds: 40 })
}
