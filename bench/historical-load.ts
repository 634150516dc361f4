import { at } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { dayMs } from '#shared/time/epoch.ts'
import { openStore } from '../main/engine/store/open.ts'
import { type Benchmark, ratioOf } from './benchmark.ts'
import { filledStore } from './filled-store.ts'
import { madeBars } from './made-bars.ts'
import { timeRounds } from './rounds.ts'
import { readRowABar, rowABarStore } from './row-a-bar.ts'

const name = 'historical_load_100x5'
const seed = 7
const from = '2024-07-08' as SessionDate
const to = '2024-07-12' as SessionDate
const symbols = Array.from({ length: 100 }, (_, index) => `S${index}`)

/** From a closed store to all bars of 100 symbols and five sessions in memory, as columns. */
export const historicalLoad: Benchmark = {
  name,
  run(folder) {
    const batches = madeBars(symbols, from, to, seed)
    const store = filledStore(folder, batches, { synthetic: true })
    const rows = rowABarStore(folder, batches)
    let sum = 0
    let baselineSum = 0
    const load = timeRounds({ warmUp: 20, rounds: 100 }, () => {
      sum = loadColumns(store)
    })
    const baseline = timeRounds({ warmUp: 3, rounds: 15 }, () => {
      baselineSum = loadObjects(rows)
    })
    return {
      name,
      value: load.median,
      unit: 'ms',
      target: 8,
      baseline: baseline.median,
      ratio: ratioOf(baseline.median, load.median),
      notes: [
        `100 made-up symbols, five sessions, 390 bars each, seed ${seed}; open, read, close; warm file cache`,
        load.note,
        `baseline: a row a bar in SQLite, read into objects in arrays; ${baseline.note}`,
        `checksum ${sum.toFixed(2)}, the baseline's ${baselineSum.toFixed(2)}: the sum of all closes`,
      ],
    }
  },
}

function loadColumns(path: string): number {
  const store = openStore(path, { access: 'read' })
  const sessions = store.readSessions(symbols, oneMinute, from, to)
  store.close()
  let sum = 0
  for (const { columns } of sessions)
    for (let i = 0; i < columns.close.length; i++) sum += at(columns.close, i)
  return sum
}

function loadObjects(path: string): number {
  const bars = readRowABar(path, symbols, Date.parse(from), Date.parse(to) + dayMs)
  let sum = 0
  for (const list of bars.values()) for (const { close } of list) sum += close
  return sum
}
