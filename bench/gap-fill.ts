import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { Calendars } from '../main/engine/calendars/calendars.ts'
import { randomOf } from '../main/engine/random/random.ts'
import { joinColumns } from '../main/engine/replay/hours.ts'
import { FeedSource } from '../main/engine/sources/feed/feed-source.ts'
import type { StoreWriter } from '../main/engine/store/store.ts'
import { processTicker } from '../main/engine/time/ticker.ts'
import { GapFiller } from '../main/engine/upkeep/fill/gap-filler.ts'
import { GapLedger } from '../main/engine/upkeep/gap-ledger.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed, type MinuteBatch, recorded } from './demo-bars.ts'
import { openToWrite, time } from './filled-store.ts'
import { ObjectFiller } from './object-fill.ts'
import { timeRounds } from './rounds.ts'

const name = 'gap_fill'
const symbolCount = 100
const date = '2024-07-08' as SessionDate
/** Too far from each other to be asked for together, and near enough. */
const farEvery = 78
const nearEvery = 10
const minutesOfSession = 390
const { signal } = new AbortController()

/** Missing minutes of a session, one by one, filled from another feed of the same store, with their provenance. */
export const gapFill: Benchmark = {
  name,
  async run(folder) {
    const whole = demoBars(symbolCount, date, date).map(recorded)
    const symbols = whole.map(({ symbol }) => symbol)
    const far = await timeFill(folder, whole, farEvery, 12)
    const near = await timeFill(folder, whole, nearEvery, 8)
    const baseline = await timeObjects(folder, whole, 6)
    return {
      name,
      value: far.median,
      unit: 'ms',
      target: 1,
      baseline: baseline.median,
      ratio: timesLess(far.median, baseline.median),
      notes: [
        `demo generator, seed ${demoSeed}: one session of ${symbols.length} symbols, each without ${minutesOfSession / farEvery} minutes far from each other, which are a request and a transaction each; from finding the gaps to the last one stored, provenance and evidence included, classes before and after; milliseconds a gap; a store just copied and opened, warm file cache`,
        far.note,
        `beside it a tenth of the minutes, near each other and so one request a symbol: ${near.median.toPrecision(3)} ms a gap; ${near.note}`,
        `baseline: a row a bar in SQLite, the session read into objects and scanned, and of each gap the rows of the other feed read and inserted in a transaction; no provenance; ${baseline.note}`,
        `checksum ${far.checksum}, ${near.checksum}, the baseline's ${baseline.checksum}: bars that were filled`,
      ],
    }
  },
}

interface FillTiming {
  /** Milliseconds a gap. */
  readonly median: number
  readonly note: string
  readonly checksum: number
}

async function timeFill(
  folder: string,
  whole: readonly MinuteBatch[],
  every: number,
  rounds: number,
): Promise<FillTiming> {
  const made = join(folder, `gaps-${every}.tapedeck`)
  const store = openToWrite(made)
  const file = { synthetic: false, name: 'bench', sha256: '', at: time.now() }
  const holes = whole.map((batch) => ({ ...batch, columns: withoutEvery(batch.columns, every) }))
  store.importFile({ ...file, feed: 'one' }, holes)
  store.importFile({ ...file, feed: 'two' }, whole)
  store.close()
  const copy = join(folder, 'filling.tapedeck')
  let open: StoreWriter | undefined
  const prepare = () => {
    open?.close()
    for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true })
    copyFileSync(made, copy)
    open = openToWrite(copy)
  }
  let checksum = 0
  const timing = await timeRounds({ warmUp: 3, rounds, prepare }, async () => {
    checksum = open ? await fillAll(open, whole) : 0
  })
  open?.close()
  return perGap(timing, (whole.length * minutesOfSession) / every, checksum)
}

async function timeObjects(
  folder: string,
  whole: readonly MinuteBatch[],
  rounds: number,
): Promise<FillTiming> {
  const { open, close } = calendarOf(demoExchange).session(date) ?? { open: 0, close: 0 }
  const holes = whole.map((batch) => ({ ...batch, columns: withoutEvery(batch.columns, farEvery) }))
  const filler = new ObjectFiller(folder)
  let checksum = 0
  const prepare = () => filler.prepare(holes, whole)
  const timing = await timeRounds({ warmUp: 2, rounds, prepare }, () => {
    checksum = whole.reduce((sum, { symbol }) => sum + filler.fill(symbol, open, close), 0)
  })
  filler.close()
  return perGap(timing, (whole.length * minutesOfSession) / farEvery, checksum)
}

function perGap(
  { median, note }: { readonly median: number; readonly note: string },
  gaps: number,
  checksum: number,
): FillTiming {
  return { median: median / gaps, note: `${gaps} gaps a round; ${note}`, checksum }
}

async function fillAll(store: StoreWriter, batches: readonly MinuteBatch[]): Promise<number> {
  const calendars = new Calendars()
  const ledger = new GapLedger(store, time, calendars)
  const random = randomOf('requests', demoSeed)
  const around = {
    sessionOf: (symbol: string, exchange: string, session: SessionDate) =>
      ledger.sessionOf(symbol, exchange, session),
    storeFill: (fill: Parameters<StoreWriter['storeFill']>[0]) => store.storeFill(fill),
    time,
    ticker: processTicker,
    random: () => random.uniform(),
  }
  const filler = new GapFiller(around, [new FeedSource('two', 'two', store, { time, calendars })])
  let added = 0
  for (const { symbol, exchange, session } of batches) {
    const target = { symbol, exchange, synthetic: false }
    for await (const { bars } of filler.run(target, session, { maxTries: 5, waits: true }, signal))
      added += bars.added
  }
  return added
}

/** One minute of so many is missing. */
function withoutEvery(columns: BarColumns, every: number): BarColumns {
  const pieces: BarColumns[] = []
  for (let from = 0; from < columns.start.length; from += every)
    pieces.push(sliceColumns(columns, from + 1, Math.min(from + every, columns.start.length)))
  return joinColumns(pieces)
}
