import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '#shared/bars/columns.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { defaultSettings } from '#shared/settings/settings.ts'
import { Calendars } from '../main/engine/calendars/calendars.ts'
import { PreparedSessions, type WantedSession } from '../main/engine/prefetch/cache/prepared-sessions.ts'
import { ReplayDesk } from '../main/engine/replay/replay-desk.ts'
import { openStore } from '../main/engine/store/open.ts'
import type { StoreReader } from '../main/engine/store/store.ts'
import { processTicker } from '../main/engine/time/ticker.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed, type MinuteBatch } from './demo-bars.ts'
import { filledStore } from './filled-store.ts'
import { type GrowthStep, growthNotes } from './growth.ts'
import { ObjectHistory } from './object-history.ts'
import { ObjectSession } from './object-session.ts'
import { timeRounds } from './rounds.ts'
import { barObjects } from './row-a-bar.ts'

const name = 'prefetch_activate_100'
const symbolCount = 100
const calendars = new Calendars()
const calendar = calendars.of(demoExchange)
const session = '2024-07-15' as SessionDate
const trailing = calendar.trailingSessions(session, 5)
const quiet = { frame() {}, sessions() {}, rolled() {}, opened() {}, trouble() {} }

/** From a session that was prepared to a replay with all its session data in place, key checked. */
export const prefetchActivate: Benchmark = {
  name,
  async run(folder) {
    const batches = demoBars(symbolCount, (trailing[0] as Session).date, session)
    const reader = openStore(filledStore(folder, batches), { access: 'read' })
    const stage = new Stage(reader, batches)
    const prepare = () => stage.prepare()
    let sum = 0
    const taken = await timeRounds({ warmUp: 30, rounds: 150, prepare }, () => stage.open())
    sum = stage.sum()
    const normal = await timeRounds({ warmUp: 10, rounds: 60 }, () => stage.open())
    const objects = objectsOf(batches)
    let copied = 0
    const baseline = await timeRounds({ warmUp: 10, rounds: 60 }, () => {
      copied = activateObjects(objects)
    })
    stage.close()
    return {
      name,
      value: taken.median,
      unit: 'ms',
      target: 1,
      baseline: baseline.median,
      ratio: timesLess(taken.median, baseline.median),
      notes: [
        `demo generator, seed ${demoSeed}: ${symbolCount} symbols, ${trailing.length} trailing sessions, 390 bars each, windows of 1m and 5m; the opening of the replay: key checked against the store, the calendars and the sources, session data of all symbols in place, the clock at its open; the session before it is closed in it`,
        taken.note,
        `beside it the same opening by normal load, from an open store, warm file cache: ${normal.median.toPrecision(3)} ms; ${normal.note}`,
        `baseline: prefetched bar objects copied into an array a symbol, history and session; ${baseline.note}`,
        ...(await growthNotes((step) => growth(folder, step))),
        `checksum ${sum.toFixed(2)}, the baseline's ${copied.toFixed(2)}: the sum of all 1m closes of history and session`,
      ],
    }
  },
}

async function growth(folder: string, { symbols, warmUp, rounds }: GrowthStep): Promise<string> {
  const batches = demoBars(symbols, (trailing[0] as Session).date, session)
  const path = filledStore(mkdtempSync(join(folder, 'growth-')), batches)
  const stage = new Stage(openStore(path, { access: 'read' }), batches)
  const some = { warmUp: Math.min(warmUp, 30), rounds: Math.min(rounds, 60) }
  const { median, note } = await timeRounds({ ...some, prepare: () => stage.prepare() }, () => stage.open())
  stage.close()
  return `${median.toPrecision(3)} ms, ${((median * 1000) / symbols).toPrecision(3)} µs a symbol; ${note}`
}

/** A store, sessions prepared of it, and the desk that opens them. */
class Stage {
  readonly #reader: StoreReader
  readonly #wanted: WantedSession
  readonly #prepared = new PreparedSessions(calendars, processTicker, Number.POSITIVE_INFINITY)
  readonly #desk: ReplayDesk

  constructor(reader: StoreReader, batches: readonly MinuteBatch[]) {
    this.#reader = reader
    this.#desk = new ReplayDesk(processTicker, quiet, calendars, defaultSettings, {
      activatePrefetch: (...of) => this.#prepared.take(...of),
    })
    const sessions = trailing.length
    this.#wanted = {
      exchange: demoExchange,
      session,
      symbols: [...new Set(batches.map(({ symbol }) => symbol))],
      hours: 'regular',
      adjustment: 'split',
      view: 'as-repaired',
      windows: [
        { sessions, interval: oneMinute },
        { sessions, interval: '5m' as Interval },
      ],
    }
  }

  prepare(): Promise<void> {
    return this.#prepared.prepare(this.#reader, this.#wanted)
  }

  open(): Promise<unknown> {
    return this.#desk.open(this.#reader, calendar, this.#wanted)
  }

  sum(): number {
    let sum = 0
    const { loaded } = this.#desk.replay
    for (const { columns, exchange, symbol } of loaded.symbols) {
      for (const close of columns.close) sum += close
      for (const { bars } of exchange.history.trailingSessions(symbol, oneMinute))
        for (let index = bars.from; index < bars.to; index++) sum += at(bars.columns.close, index)
    }
    return sum
  }

  close(): void {
    this.#desk.close()
    this.#reader.close()
  }
}

function objectsOf(batches: readonly MinuteBatch[]) {
  return batches.map(({ symbol, session: date, columns }) => ({ symbol, date, bars: barObjects(columns) }))
}

/** The mission's way: what was prefetched is copied bar by bar into what the session reads. */
function activateObjects(objects: ReturnType<typeof objectsOf>): number {
  const history = new ObjectHistory()
  const today = new ObjectSession()
  let sum = 0
  for (const { symbol, date, bars } of objects) {
    const copies = bars.map((bar) => ({ ...bar }))
    if (date === session) today.addBars(symbol, copies)
    else history.add(symbol, copies)
    for (const { close } of copies) sum += close
  }
  return sum
}
