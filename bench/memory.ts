import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed } from './demo-bars.ts'
import { filledStore } from './filled-store.ts'
import { rowABarStore } from './row-a-bar.ts'

const name = 'memory_100x5'
const processes = 5
const bytesPerMegabyte = 1e6

/** What a process of its own loads: the sessions before `next`, which begin at `from` and end by `to`. */
export interface MemoryTask {
  readonly as: 'columns' | 'objects'
  readonly path: string
  readonly symbols: readonly string[]
  readonly next: SessionDate
  readonly from: number
  readonly to: number
}

/** Bytes that bars take once they are loaded, and once all of a symbol were read in one; the sum of closes. */
export interface MemoryFinding {
  readonly loaded: number
  readonly read: number
  readonly sum: number
}

/** What the trailing sessions of 100 symbols take in memory. */
export const memory: Benchmark = {
  name,
  run(folder) {
    const calendar = calendarOf(demoExchange)
    const next = '2024-07-15' as SessionDate
    const sessions = calendar.trailingSessions(next, 5)
    const [first, last] = [sessions[0], sessions.at(-1)] as [Session, Session]
    const batches = demoBars(100, first.date, last.date)
    const symbols = [...new Set(batches.map(({ symbol }) => symbol))]
    const wanted = { symbols, next, from: first.open, to: last.close }
    const columns = weigh({ as: 'columns', path: filledStore(folder, batches), ...wanted })
    const objects = weigh({ as: 'objects', path: rowABarStore(folder, batches), ...wanted })
    return {
      name,
      value: columns.loaded,
      unit: 'MB',
      target: 15,
      baseline: objects.loaded,
      ratio: timesLess(columns.loaded, objects.loaded),
      notes: [
        `demo generator, seed ${demoSeed}: 100 symbols, five sessions, 390 bars each, from a store as trailing sessions; heap and array buffers after collecting garbage, less those before, 1 MB is 10^6 bytes`,
        columns.note,
        `beside it once each symbol was also read as one range, which copies: ${columns.read.toPrecision(4)} MB`,
        `baseline: a row a bar in SQLite, read into objects in arrays; ${objects.note}`,
        `checksum ${columns.sum.toFixed(2)}, the baseline's ${objects.sum.toFixed(2)}: the sum of all closes`,
      ],
    }
  },
}

function weigh(task: MemoryTask) {
  const findings = Array.from({ length: processes }, () => findingOf(task))
  const loaded = findings.map((finding) => finding.loaded / bytesPerMegabyte).sort((a, b) => a - b)
  const read = findings.map((finding) => finding.read / bytesPerMegabyte).sort((a, b) => a - b)
  const spread = `${loaded[0]?.toPrecision(4)} to ${loaded.at(-1)?.toPrecision(4)} MB`
  return {
    loaded: middle(loaded),
    read: middle(read),
    sum: findings[0]?.sum ?? Number.NaN,
    note: `one symbol as warm-up, ${processes} rounds, a process each, ${spread}`,
  }
}

function middle(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1] as number
}

function findingOf(task: MemoryTask): MemoryFinding {
  const child = join(import.meta.dirname, 'memory-child.ts')
  const args = ['--expose-gc', child, JSON.stringify(task)]
  return JSON.parse(
    execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' }),
  ) as MemoryFinding
}
