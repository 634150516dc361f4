import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { dayMs } from '#shared/time/epoch.ts'
import { openStore } from '../main/engine/store/open.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { demoBars, demoSeed } from './demo-bars.ts'
import { filledStore } from './filled-store.ts'
import { type GrowthStep, growthNotes } from './growth.ts'
import { barsOfAll, importReal, realFolder } from './real-bars.ts'
import { timeRounds } from './rounds.ts'
import { readRowABar, rowABarStore } from './row-a-bar.ts'

const name = 'historical_load_100x5'

/** Sessions of some symbols, `from` and `to` included. */
interface Wanted {
  readonly symbols: readonly string[]
  readonly from: SessionDate
  readonly to: SessionDate
}

/** From a closed store to all bars of 100 symbols and five sessions in memory, as columns. */
export const historicalLoad: Benchmark = {
  name,
  async run(folder) {
    const wanted = { from: '2024-07-08' as SessionDate, to: '2024-07-12' as SessionDate }
    const batches = demoBars(100, wanted.from, wanted.to)
    const symbols = [...new Set(batches.map(({ symbol }) => symbol))]
    const store = filledStore(folder, batches)
    const rows = rowABarStore(folder, batches)
    let sum = 0
    let baselineSum = 0
    const load = await timeRounds({ warmUp: 20, rounds: 100 }, () => {
      sum = loadColumns(store, { symbols, ...wanted })
    })
    const baseline = await timeRounds({ warmUp: 3, rounds: 15 }, () => {
      baselineSum = loadObjects(rows, { symbols, ...wanted })
    })
    return {
      name,
      value: load.median,
      unit: 'ms',
      target: 8,
      baseline: baseline.median,
      ratio: timesLess(load.median, baseline.median),
      notes: [
        `demo generator, seed ${demoSeed}: 100 symbols, five sessions, 390 bars each; open, read, close; warm file cache`,
        load.note,
        `baseline: a row a bar in SQLite, read into objects in arrays; ${baseline.note}`,
        `checksum ${sum.toFixed(2)}, the baseline's ${baselineSum.toFixed(2)}: the sum of all closes`,
        ...(await growthNotes((step) => growth(folder, wanted, step))),
        ...(await realNotes(folder)),
      ],
    }
  },
}

async function growth(
  folder: string,
  { from, to }: Omit<Wanted, 'symbols'>,
  { symbols, warmUp, rounds }: GrowthStep,
): Promise<string> {
  const batches = demoBars(symbols, from, to)
  const store = filledStore(mkdtempSync(join(folder, 'growth-')), batches)
  const names = [...new Set(batches.map(({ symbol }) => symbol))]
  const { median, note } = await timeRounds({ warmUp, rounds }, () =>
    loadColumns(store, { symbols: names, from, to }),
  )
  return `${median.toPrecision(3)} ms, ${((median * 1000) / symbols).toPrecision(3)} µs a symbol; ${note}`
}

async function realNotes(folder: string): Promise<readonly string[]> {
  const real = realFolder()
  if (real === undefined) return []
  const path = join(folder, 'real.tapedeck')
  const batches = (await importReal(real, path)).filter(
    ({ kind, interval }) => kind === 'trade' && interval === oneMinute,
  )
  const symbols = [...new Set(batches.map(({ symbol }) => symbol))]
  const dates = batches.map(({ session }) => session).sort()
  const wanted = { symbols, from: dates[0] as SessionDate, to: dates.at(-1) as SessionDate }
  let sum = 0
  const { median, note } = await timeRounds({ warmUp: 20, rounds: 100 }, () => {
    sum = loadColumns(path, wanted)
  })
  const size = `${batches.length} sessions with ${barsOfAll(batches)} bars`
  return [`beside it real bars, ${size}: ${median.toPrecision(3)} ms; ${note}; checksum ${sum.toFixed(2)}`]
}

function loadColumns(path: string, { symbols, from, to }: Wanted): number {
  const store = openStore(path, { access: 'read' })
  const sessions = store.readSessions(symbols, oneMinute, from, to)
  store.close()
  let sum = 0
  for (const { columns } of sessions)
    for (let i = 0; i < columns.close.length; i++) sum += at(columns.close, i)
  return sum
}

function loadObjects(path: string, { symbols, from, to }: Wanted): number {
  const bars = readRowABar(path, symbols, Date.parse(from), Date.parse(to) + dayMs)
  let sum = 0
  for (const list of bars.values()) for (const { close } of list) sum += close
  return sum
}
