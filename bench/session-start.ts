import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { openStore } from '../main/engine/store/open.ts'
import type { Benchmark } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed } from './demo-bars.ts'
import { filledStore, time } from './filled-store.ts'

const name = 'session_start_to_paint'
const symbolCount = 100
/** The session that a run made ready, and another one that nothing was prepared for. */
const prepared = '2024-07-15' as SessionDate
const other = '2024-07-16' as SessionDate
const first = '2024-07-05' as SessionDate

/** What the window of the benchmark clicks. */
export interface StartTask {
  readonly path: string
  readonly prepared: SessionDate
  readonly other: SessionDate
  readonly rounds: number
}

/** One start, in milliseconds from the click. */
export interface MeasuredStart {
  readonly from: string
  /** What the engine took for the opening. */
  readonly opening: number
  /** Until the call went out, its answer was there, and the chart was told of its last bars. */
  readonly asked: number
  readonly answered: number
  readonly drawn: number
  /** Until those bars were painted, and until all of the window was of the session. */
  readonly painted: number
  readonly whole: number
}

/** From the click on a day to its session on the chart, in the built program, with and without prefetch. */
export const sessionStart: Benchmark = {
  name,
  run(folder) {
    const path = preparedStore(folder)
    const starts = measure({ path, prepared, other, rounds: 8 })
    const ready = starts?.filter(({ from }) => from === 'prefetched') ?? []
    const normal = starts?.filter(({ from }) => from === 'store') ?? []
    const why = 'the program in real Electron was not there: npm run bench makes it ready'
    return {
      name,
      value: median(ready.map(({ drawn }) => drawn)),
      unit: 'ms',
      target: 16,
      baseline: median(normal.map(({ drawn }) => drawn)),
      ratio: ratioOf(normal, ready),
      notes: [
        `demo generator, seed ${demoSeed}: ${symbolCount} symbols, five sessions before in windows of 1m and 5m, the built program in real Electron, one chart; from the click on a day of the session picker to the last call of the chart for bars of the session; on a virtual display, drawn by software; the first start of each kind is left out`,
        `with prefetch: ${starts ? told(ready) : why}`,
        `without, which is the baseline here (target 50): ${starts ? told(normal) : why}`,
        'the mission gives 50 ms and no way to measure it',
      ],
    }
  },
}

/** A store with the record of a run that made a session ready, as the command line leaves it. */
function preparedStore(folder: string): string {
  const batches = demoBars(symbolCount, first, other)
  const path = filledStore(folder, batches)
  const symbols = [...new Set(batches.map(({ symbol }) => symbol))]
  const store = openStore(path, { access: 'write', owner: 'bench', time })
  const now = time.now()
  const plan = {
    name: 'bench',
    symbols: { kind: 'list' as const, symbols },
    exchange: demoExchange,
    intervals: [oneMinute, '5m' as Interval],
    trailing: 5,
    sources: [],
    when: { kind: 'before-open' as const, minutes: 60 },
    missed: 'skip' as const,
    budget: {},
    enabled: false,
  }
  store.prefetch.savePlan(plan, undefined, now)
  const run = { plan: plan.name, exchange: demoExchange, session: prepared, due: now, startedAt: now }
  const lease = { owner: 'bench', pid: process.pid, beatAt: now }
  const { id } = store.prefetch.beginRun({ ...run, trigger: 'command' }, lease, () => true)
  const of = symbolCount * 5
  const counts = { symbols: symbolCount, ready: of, of, requests: 0, bars: 0, bytes: 0, gaps: 0, filled: 0 }
  store.prefetch.endRun(id, { outcome: 'done', endedAt: now, counts, errors: [] })
  store.close()
  return path
}

function measure(task: StartTask): readonly MeasuredStart[] | undefined {
  if (!process.env.TAPEDECK_ELECTRON) return undefined
  const child = [process.execPath, join(import.meta.dirname, 'start-window.ts'), JSON.stringify(task)]
  const isHeadless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
  const display = isHeadless ? ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24'] : []
  const [program = process.execPath, ...args] = [...display, ...child]
  const output = execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe', timeout: 600_000 })
  return JSON.parse(output) as readonly MeasuredStart[]
}

function told(starts: readonly MeasuredStart[]): string {
  const part = (name: 'opening' | 'asked' | 'answered' | 'drawn' | 'painted' | 'whole'): string => {
    const times = starts.map((start) => start[name]).sort((one, two) => one - two)
    const [least, most] = [times[0] ?? Number.NaN, times.at(-1) ?? Number.NaN]
    return `${ms(median(times))} (${ms(least)} to ${ms(most)})`
  }
  return `${starts.length} starts: call out after ${part('asked')}, answered ${part('answered')}, of which the engine opened it in ${part('opening')}, last chart call ${part('drawn')}, painted ${part('painted')}, the whole window ${part('whole')}`
}

function ratioOf(normal: readonly MeasuredStart[], ready: readonly MeasuredStart[]): number | undefined {
  const [slow, fast] = [normal, ready].map((starts) => median(starts.map(({ drawn }) => drawn)))
  return slow !== undefined && fast !== undefined ? slow / fast : undefined
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((one, two) => one - two)[Math.floor(values.length / 2)]
}

function ms(value: number | undefined): string {
  return value === undefined ? '–' : `${value.toPrecision(3)} ms`
}
