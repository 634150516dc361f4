import { join } from 'node:path'
import { at, type BarRange } from '#shared/bars/columns.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { asRepaired } from '../main/engine/coordinator/bar-source.ts'
import { StreamCoordinator } from '../main/engine/coordinator/stream-coordinator.ts'
import { barsInHours } from '../main/engine/replay/hours.ts'
import { SessionData } from '../main/engine/session/session-data.ts'
import { SimulatedTime } from '../main/engine/time/simulated-time.ts'
import { type Benchmark, timesMore } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed, type MinuteBatch } from './demo-bars.ts'
import { type GrowthStep, growthNotes } from './growth.ts'
import { type ObjectSource, streamObjects } from './object-stream.ts'
import { barsOfAll, importReal, realFolder } from './real-bars.ts'
import { barsPerSecond, timeRounds } from './rounds.ts'
import { barObjects } from './row-a-bar.ts'

const name = 'stream_bars'
const date = '2024-07-08'
const derivedIntervals = ['5m', '15m'] as Interval[]
/** Windows of derived bars end on this grid; a replay without a window looks at them no earlier. */
const stepMs = 5 * minuteMs

/** A session's minutes from the sources, in the order they end, into session data and derived bars. */
export const streamBars: Benchmark = {
  name,
  async run(folder) {
    const session = calendarOf(demoExchange).session(date as SessionDate) as Session
    const batches = demoBars(100, date, date)
    const bars = barsOfAll(batches)
    const sources = batches.map(
      ({ symbol, columns }): ObjectSource => ({ symbol, bars: barObjects(columns) }),
    )
    let sum = 0
    let baselineSum = 0
    const stream = await timeRounds({ warmUp: 50, rounds: 300 }, () => {
      sum = streamColumns(session, batches)
    })
    const baseline = await timeRounds({ warmUp: 10, rounds: 60 }, () => {
      baselineSum = streamObjects(session, sources)
    })
    const value = barsPerSecond(bars, stream.median)
    const baselineValue = barsPerSecond(bars, baseline.median)
    return {
      name,
      value,
      unit: 'bars/s',
      target: 10_000_000,
      baseline: baselineValue,
      ratio: timesMore(value, baselineValue),
      notes: [
        `demo generator, seed ${demoSeed}: 100 symbols, one session, ${bars} bars in memory; merge, session data, 5m and 15m bars; as fast as possible; no files, upkeep is not part of it yet`,
        stream.note,
        `baseline: a heap of bar objects, an array of objects a symbol, derived bars from its last 5 and 15; ${baseline.note}`,
        `checksum ${sum.toFixed(2)}, the baseline's ${baselineSum.toFixed(2)}: the sum of all derived closes and volumes`,
        ...(await growthNotes((step) => growth(session, step))),
        ...(await realNotes(folder)),
      ],
    }
  },
}

async function growth(session: Session, { symbols, warmUp, rounds }: GrowthStep): Promise<string> {
  const batches = demoBars(symbols, date, date)
  const bars = barsOfAll(batches)
  let sum = 0
  const { median, note } = await timeRounds({ warmUp, rounds }, () => {
    sum = streamColumns(session, batches)
  })
  const speed = barsPerSecond(bars, median).toPrecision(3)
  const each = ((median * 1e6) / bars).toPrecision(3)
  return `${speed} bars/s, ${each} ns a bar; ${note}; checksum ${sum.toFixed(2)}`
}

/** Streams a session at full speed; answers with the sum of all derived closes and volumes. */
function streamColumns(session: Session, batches: readonly MinuteBatch[]): number {
  const sources = batches.map(({ symbol, columns }) => asRepaired(symbol, columns))
  const time = new SimulatedTime(session.open)
  const data = new SessionData(session, time, 'regular')
  const coordinator = new StreamCoordinator(time, data, sources, () => performance.now())
  const derived = batches.flatMap(({ symbol }) =>
    derivedIntervals.map((interval) => data.derivedBars(symbol, interval)),
  )
  while (time.now() < session.close) {
    const next = addMs(time.now(), stepMs)
    coordinator.skipTo(next)
    for (const series of derived) series.range()
  }
  return derived.reduce((sum, bars) => sum + sumOf(bars.range()), 0)
}

function sumOf({ columns, from, to }: BarRange): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += at(columns.close, i) + at(columns.volume, i)
  return sum
}

async function realNotes(folder: string): Promise<readonly string[]> {
  const real = realFolder()
  if (real === undefined) return []
  const calendar = calendarOf(demoExchange)
  const kept = await importReal(real, join(folder, 'real.tapedeck'))
  const minutes = kept
    .filter((batch) => batch.kind === 'trade')
    .filter(({ exchange, interval }) => exchange === demoExchange && interval === oneMinute)
  const sessions = [...new Set(minutes.map(({ session }) => session))].flatMap((one) => {
    const session = calendar.session(one)
    return session ? [{ session, batches: regularOf(session, minutes) }] : []
  })
  const bars = sessions.reduce((sum, { batches }) => sum + barsOfAll(batches), 0)
  let sum = 0
  const { median, note } = await timeRounds({ warmUp: 50, rounds: 300 }, () => {
    sum = sessions.reduce((total, { session, batches }) => total + streamColumns(session, batches), 0)
  })
  const speed = barsPerSecond(bars, median).toPrecision(3)
  const size = `${bars} in ${sessions.length} sessions of few symbols`
  return [`beside it real bars, ${size}: ${speed} bars/s; ${note}; checksum ${sum.toFixed(2)}`]
}

function regularOf(session: Session, minutes: readonly MinuteBatch[]): MinuteBatch[] {
  return minutes
    .filter((batch) => batch.session === session.date)
    .map((batch) => ({ ...batch, columns: barsInHours(batch.columns, session, 'regular') }))
}
