import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { SessionData } from '../main/engine/session/session-data.ts'
import type { SymbolSession } from '../main/engine/session/symbol-session.ts'
import { SimulatedTime } from '../main/engine/time/simulated-time.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { type CallTiming, timeCalls } from './calls.ts'
import { demoBars, demoExchange, demoSeed } from './demo-bars.ts'
import { type GrowthStep, growthNotes } from './growth.ts'
import { ObjectSession } from './object-session.ts'
import { barObjects } from './row-a-bar.ts'

const date = '2024-07-08'
const symbolCount = 100
const lastCount = 20

/** A session at its close, as columns and as objects. */
interface Desk {
  readonly data: SessionData
  readonly objects: ObjectSession
  readonly names: readonly string[]
  /** The symbols' own sessions, in the order of the names. */
  readonly held: readonly SymbolSession[]
  /** Three names each, beginning with every name, and their sessions. */
  readonly threes: readonly (readonly string[])[]
  readonly heldThrees: readonly (readonly SymbolSession[])[]
}

/** Makes calls on a desk, symbols in turn, and answers with a sum over what they returned. */
type Calls = (desk: Desk, calls: number) => number

interface Read {
  readonly name: string
  /** Nanoseconds. */
  readonly target: number
  /** What the checksum adds up. */
  readonly sums: string
  readonly byName: Calls
  /** The same asked of the symbol's session, which is held. */
  readonly byHeld: Calls
  readonly ofObjects: Calls
}

/** The newest bar of a symbol. */
export const latestBar = readBenchmark({
  name: 'latest_bar',
  target: 5,
  sums: 'close of each bar read',
  byName({ data, names }, calls) {
    let sum = 0
    for (let call = 0, turn = 0; call < calls; call++, turn = following(turn, names)) {
      const bar = data.getLatestBar(names[turn] as string)
      if (bar) sum += bar.columns.close[bar.from] as number
    }
    return sum
  },
  byHeld({ held }, calls) {
    let sum = 0
    for (let call = 0, turn = 0; call < calls; call++, turn = following(turn, held)) {
      const bar = (held[turn] as SymbolSession).getLatestBar()
      if (bar) sum += bar.columns.close[bar.from] as number
    }
    return sum
  },
  ofObjects({ objects, names }, calls) {
    let sum = 0
    for (let call = 0, turn = 0; call < calls; call++, turn = following(turn, names)) {
      const bar = objects.getLatestBar(names[turn] as string)
      if (bar) sum += bar.close
    }
    return sum
  },
})

/** The newest 20 bars of a symbol. */
export const last20 = readBenchmark({
  name: 'last_20',
  target: 60,
  sums: 'close of the first and the last of the bars read',
  byName({ data, names }, calls) {
    let sum = 0
    for (let call = 0, turn = 0; call < calls; call++, turn = following(turn, names)) {
      const { columns, from, to } = data.getLastNBars(names[turn] as string, lastCount)
      sum += (columns.close[from] as number) + (columns.close[to - 1] as number)
    }
    return sum
  },
  byHeld({ held }, calls) {
    let sum = 0
    for (let call = 0, turn = 0; call < calls; call++, turn = following(turn, held)) {
      const { columns, from, to } = (held[turn] as SymbolSession).getLastNBars(lastCount)
      sum += (columns.close[from] as number) + (columns.close[to - 1] as number)
    }
    return sum
  },
  ofObjects({ objects, names }, calls) {
    let sum = 0
    for (let call = 0, turn = 0; call < calls; call++, turn = following(turn, names)) {
      const bars = objects.getLastNBars(names[turn] as string, lastCount)
      const first = bars[0]
      const last = bars[bars.length - 1]
      if (first && last) sum += first.close + last.close
    }
    return sum
  },
})

/** How many bars a symbol has. */
export const barCount = readBenchmark({
  name: 'bar_count',
  target: 2,
  sums: 'number of bars',
  byName({ data, names }, calls) {
    let sum = 0
    for (let call = 0, turn = 0; call < calls; call++, turn = following(turn, names))
      sum += data.getBarCount(names[turn] as string)
    return sum
  },
  byHeld({ held }, calls) {
    let sum = 0
    for (let call = 0, turn = 0; call < calls; call++, turn = following(turn, held))
      sum += (held[turn] as SymbolSession).getBarCount()
    return sum
  },
  ofObjects({ objects, names }, calls) {
    let sum = 0
    for (let call = 0, turn = 0; call < calls; call++, turn = following(turn, names))
      sum += objects.getBarCount(names[turn] as string)
    return sum
  },
})

/** The newest bars of three symbols in one call. */
export const latestMulti3 = readBenchmark({
  name: 'latest_multi_3',
  target: 20,
  sums: 'close of each bar read',
  byName({ data, threes }, calls) {
    let sum = 0
    for (let call = 0, turn = 0; call < calls; call++, turn = following(turn, threes))
      for (const bar of data.getLatestBarsMulti(threes[turn] as readonly string[]))
        if (bar) sum += bar.columns.close[bar.from] as number
    return sum
  },
  byHeld({ heldThrees }, calls) {
    let sum = 0
    for (let call = 0, turn = 0; call < calls; call++, turn = following(turn, heldThrees))
      for (const held of heldThrees[turn] as readonly SymbolSession[]) {
        const bar = held.getLatestBar()
        if (bar) sum += bar.columns.close[bar.from] as number
      }
    return sum
  },
  ofObjects({ objects, threes }, calls) {
    let sum = 0
    for (let call = 0, turn = 0; call < calls; call++, turn = following(turn, threes))
      for (const bar of objects.getLatestBarsMulti(threes[turn] as readonly string[]).values())
        if (bar) sum += bar.close
    return sum
  },
})

function readBenchmark({ name, target, sums, byName, byHeld, ofObjects }: Read): Benchmark {
  return {
    name,
    async run() {
      const desk = filledDesk(symbolCount)
      const read = await timeCalls((calls) => byName(desk, calls))
      const held = await timeCalls((calls) => byHeld(desk, calls))
      const one = oneSymbolAlways(desk)
      const same = await timeCalls((calls) => byName(one, calls))
      const sameHeld = await timeCalls((calls) => byHeld(one, calls))
      const baseline = await timeCalls((calls) => ofObjects(desk, calls))
      return {
        name,
        value: read.median,
        unit: 'ns',
        target,
        baseline: baseline.median,
        ratio: timesLess(read.median, baseline.median),
        notes: [
          `demo generator, seed ${demoSeed}: ${symbolCount} symbols in turn, one session of up to 390 bars each, none added meanwhile; the symbol is asked by name; loop and checksum included; no files`,
          read.note,
          `beside it the same symbols asked for again and again: ${nanos(same)}; ${same.note}`,
          `beside it the symbol's session held, no name: ${nanos(held)}; ${held.note}; checksum ${held.checksum.toFixed(2)}`,
          `beside it one session held and asked again and again, which stays in the nearest cache: ${nanos(sameHeld)}; ${sameHeld.note}`,
          `baseline: a map from name to an array of bar objects, asked by name; ${baseline.note}`,
          ...(await growthNotes((step) => growth(byName, step))),
          `checksum ${read.checksum.toFixed(2)}, the baseline's ${baseline.checksum.toFixed(2)}: ${sums}`,
        ],
      }
    },
  }
}

async function growth(byName: Calls, { symbols }: GrowthStep): Promise<string> {
  const desk = filledDesk(symbols)
  const timing = await timeCalls((calls) => byName(desk, calls))
  return `${nanos(timing)}; ${timing.note}`
}

function nanos({ median }: CallTiming): string {
  return `${median.toPrecision(3)} ns`
}

/** The desk with the first name in place of all others. */
function oneSymbolAlways(desk: Desk): Desk {
  const always = <T>(list: readonly T[]): readonly T[] => list.map(() => list[0] as T)
  const { names, held, threes, heldThrees } = desk
  return {
    ...desk,
    names: always(names),
    held: always(held),
    threes: always(threes),
    heldThrees: always(heldThrees),
  }
}

/** The symbols have one bar less each, so that no two of a hundred counts are one. */
function filledDesk(symbols: number): Desk {
  const session = calendarOf(demoExchange).session(date as SessionDate) as Session
  const data = new SessionData(session, new SimulatedTime(session.close), 'regular')
  const objects = new ObjectSession()
  const batches = demoBars(symbols, date, date)
  for (const [index, { symbol, columns }] of batches.entries()) {
    const count = columns.start.length - (index % symbolCount)
    data.registerSymbol(symbol)
    data.addBars(symbol, columns, 0, count)
    objects.addBars(symbol, barObjects(columns).slice(0, count))
  }
  const names = batches.map(({ symbol }) => symbol)
  const threes = names.map((_, index) =>
    [index, index + 1, index + 2].map((place) => names[place % symbols] as string),
  )
  const held = names.map((name) => data.symbolSession(name))
  const heldThrees = threes.map((three) => three.map((name) => data.symbolSession(name)))
  return { data, objects, names, held, threes, heldThrees }
}

function following(turn: number, of: readonly unknown[]): number {
  return turn + 1 === of.length ? 0 : turn + 1
}
