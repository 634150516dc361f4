import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { HistoricalBars } from '../main/engine/history/historical-bars.ts'
import { PastSession } from '../main/engine/history/past-session.ts'
import { SeriesSource } from '../main/engine/history/sources.ts'
import { SessionData } from '../main/engine/session/session-data.ts'
import { SimulatedTime } from '../main/engine/time/simulated-time.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed, type MinuteBatch } from './demo-bars.ts'
import { type GrowthStep, growthNotes } from './growth.ts'
import { ObjectHistory } from './object-history.ts'
import { timeRounds } from './rounds.ts'
import { barObjects } from './row-a-bar.ts'

const name = 'session_roll_100'
const symbolCount = 100
const hours = 'regular'
const calendar = calendarOf(demoExchange)
const ended = calendar.session('2024-07-15' as SessionDate) as Session
const trailing = calendar.trailingSessions(ended.date, 5)
const next = calendar.nextSession(ended.date)
const fiveMinutes = '5m' as Interval
const intervals = [oneMinute, fiveMinutes]

/** From a session that ended to the next one: it becomes the newest trailing one, and the oldest leaves. */
export const sessionRoll: Benchmark = {
  name,
  async run() {
    const batches = demoBars(symbolCount, (trailing[0] as Session).date, ended.date)
    const symbols = [...new Set(batches.map(({ symbol }) => symbol))]
    const data = endedSession(batches)
    let history = loadedHistory(symbols, batches)
    const prepare = () => {
      history = loadedHistory(symbols, batches)
    }
    const roll = await timeRounds({ warmUp: 30, rounds: 200, prepare }, () => {
      rollHistory(history, data)
      startNext(history, symbols)
    })
    const alone = await timeRounds({ warmUp: 30, rounds: 200, prepare }, () => rollHistory(history, data))
    const prepareRolled = () => {
      prepare()
      rollHistory(history, data)
    }
    let sum = 0
    const read = await timeRounds({ warmUp: 5, rounds: 40, prepare: prepareRolled }, () => {
      sum = readAll(history, symbols)
    })
    const objects = new ObjectRoll(symbols, batches)
    const prepareObjects = () => objects.prepare()
    const baseline = await timeRounds({ warmUp: 10, rounds: 60, prepare: prepareObjects }, () =>
      objects.roll(),
    )
    return {
      name,
      value: roll.median,
      unit: 'ms',
      target: 1,
      baseline: baseline.median,
      ratio: timesLess(roll.median, baseline.median),
      notes: [
        `demo generator, seed ${demoSeed}: ${symbolCount} symbols, ${trailing.length} trailing sessions, 390 bars each, windows of 1m and 5m; the roll, new session data with all symbols, joined to the history; no files`,
        roll.note,
        `beside it the roll of the history alone: ${alone.median.toPrecision(3)} ms; ${alone.note}`,
        `beside it what it leaves to the first read, the 1m bars of all symbols, one range each: ${read.median.toPrecision(3)} ms; ${read.note}`,
        `baseline: an array of bar objects a symbol, cut and pushed to; ${baseline.note}`,
        ...(await growthNotes(growth)),
        `checksum ${sum.toFixed(2)}, the baseline's ${objects.readAll().toFixed(2)}: the sum of all 1m closes after the roll`,
      ],
    }
  },
}

async function growth({ symbols, warmUp, rounds }: GrowthStep): Promise<string> {
  const batches = demoBars(symbols, (trailing[0] as Session).date, ended.date)
  const names = [...new Set(batches.map(({ symbol }) => symbol))]
  const data = endedSession(batches)
  let history = loadedHistory(names, batches)
  const prepare = () => {
    history = loadedHistory(names, batches)
  }
  const { median, note } = await timeRounds({ warmUp, rounds, prepare }, () => {
    rollHistory(history, data)
    startNext(history, names)
  })
  return `${median.toPrecision(3)} ms, ${((median * 1000) / symbols).toPrecision(3)} µs a symbol; ${note}`
}

/** The session that ended, as it was played. */
function endedSession(batches: readonly MinuteBatch[]): SessionData {
  const data = new SessionData(ended, new SimulatedTime(ended.close), hours)
  for (const { symbol, session, columns } of batches)
    if (session === ended.date) data.registerSymbol(symbol).addBars(columns, 0, columns.start.length)
  return data
}

/** The sessions before it, as loaded: bars of 5m are made of the minutes when they are asked for. */
function loadedHistory(symbols: readonly string[], batches: readonly MinuteBatch[]): HistoricalBars {
  const history = new HistoricalBars({ calendar, hours, adjustment: 'raw' }, ended.date)
  for (const [index, symbol] of symbols.entries()) {
    const first = index * (trailing.length + 1)
    const stored = trailing.map((session, day) => {
      const { columns } = batches[first + day] as MinuteBatch
      return { session, bars: { columns, from: 0, to: columns.start.length } }
    })
    const sessions = trailing.length
    const minutes = stored.map(({ session, bars }) => PastSession.of(session, bars))
    const derived = stored.map(({ session, bars }) => PastSession.derived(session, bars, fiveMinutes, hours))
    const windows = [
      { interval: oneMinute, sessions, past: minutes },
      { interval: fiveMinutes, sessions, past: derived },
    ]
    history.add(symbol, windows, [])
  }
  return history
}

function rollHistory(history: HistoricalBars, data: SessionData): void {
  history.roll(ended.date, (symbol, interval) =>
    interval === oneMinute ? data.symbolSession(symbol).minutes().range() : undefined,
  )
}

function startNext(history: HistoricalBars, symbols: readonly string[]): SessionData {
  const data = new SessionData(next, new SimulatedTime(next.open), hours)
  for (const symbol of symbols) {
    const session = data.registerSymbol(symbol)
    for (const interval of intervals) {
      const series = interval === oneMinute ? session.minutes() : session.derivedBars(interval)
      history.attach(symbol, interval, new SeriesSource(series))
    }
  }
  return data
}

function readAll(history: HistoricalBars, symbols: readonly string[]): number {
  let sum = 0
  for (const symbol of symbols) {
    const { columns, from, to } = history.getAllBarsIncludingHistorical(symbol, oneMinute)
    for (let i = from; i < to; i++) sum += columns.close[i] as number
  }
  return sum
}

/** The baseline: what is rolled, and how. */
class ObjectRoll {
  readonly #symbols: readonly string[]
  readonly #objects: ReturnType<typeof objectsOf>
  readonly #oldest = (trailing[1] as Session).open
  #history = new ObjectHistory()

  constructor(symbols: readonly string[], batches: readonly MinuteBatch[]) {
    this.#symbols = symbols
    this.#objects = objectsOf(batches)
  }

  prepare(): void {
    this.#history = new ObjectHistory()
    for (const { symbol, session, bars } of this.#objects)
      if (session !== ended.date) this.#history.add(symbol, bars)
  }

  roll(): void {
    for (const { symbol, session, bars } of this.#objects)
      if (session === ended.date) this.#history.roll(symbol, bars, this.#oldest)
  }

  readAll(): number {
    let sum = 0
    for (const symbol of this.#symbols) for (const { close } of this.#history.getAllBars(symbol)) sum += close
    return sum
  }
}

function objectsOf(batches: readonly MinuteBatch[]) {
  return batches.map(({ symbol, session, columns }) => ({ symbol, session, bars: barObjects(columns) }))
}
