import { expect, test } from 'vitest'
import { measureAnySample, statisticNames } from '#shared/backtest/statistics.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { CellResult } from '#shared/sweep/cell-result.ts'
import { cellParams, completeAxes, type ParamAxis } from '#shared/sweep/param-axes.ts'
import { windowsOf } from '#shared/sweep/windows.ts'
import { runResults, sessionsAYear } from '../backtest/results/run-results.ts'
import { runBacktest } from '../backtest/run/run-backtest.ts'
import { builtInStrategies } from '../backtest/strategies/built-in.ts'
import { runInput, type TestBar } from '../backtest/testing/run-input.ts'
import { builtInTexts } from '../strategies/built-in-texts.ts'
import { processTicker } from '../time/ticker.ts'
import type { CellsOf } from './run-cell.ts'
import { type CellsToRun, declaredBy, runCells, type SweepThreads } from './run-cells.ts'
import { windowInput } from './window-input.ts'

const entry = new URL('./thread.ts', import.meta.url)
const calendar = calendarOf('XNYS')

/** Sessions of prices that swing. */
function swinging(sessions: number, minutes = 390): readonly TestBar[][] {
  return Array.from({ length: sessions }, (_, session) =>
    Array.from({ length: minutes }, (_, minute): TestBar => {
      const price = 100 + Math.round(400 * Math.sin((minute + 170 * session) / 25)) / 100 + session / 10
      return [price, price + 0.05, price - 0.05, price + 0.02]
    }),
  )
}

function of(input: CellsOf['input'], axes: readonly ParamAxis[], rest: Partial<CellsOf> = {}): CellsOf {
  return {
    ...{ input, axes, sessionsAYear: sessionsAYear(calendar, input.interval), keepsDaily: false },
    windows: windowsOf({ kind: 'whole' }, input.sessions.length),
    ...rest,
  }
}

async function results(
  text: string,
  work: Pick<CellsToRun, 'of' | 'cells'> & Partial<CellsToRun>,
  threads: Partial<SweepThreads> = {},
): Promise<readonly CellResult[]> {
  const told: CellResult[] = []
  await runCells(
    { entry, strategy: { text, file: 'tried.ts' }, ticker: processTicker, ...threads },
    { workers: 2, onCell: (result) => told.push(result), ...work },
  )
  return told.sort((one, other) => one.cell - other.cell)
}

const averages = builtInStrategies['two-averages']
if (!averages) throw new Error('two averages come with the program')
const axes = completeAxes(averages, [
  { name: 'fast', values: [3, 5, 8] },
  { name: 'slow', values: [13, 21] },
])

test('each cell is a backtest of its own for each window, whatever ran before it and beside it', async () => {
  const input = runInput([
    { symbol: 'A', sessions: swinging(5), actions: [{ type: 'split', session: 2, ratio: 2 }] },
    { symbol: 'B', sessions: swinging(5) },
  ])
  const windows = windowsOf({ kind: 'walk-forward', inSample: 2, outOfSample: 2 }, 5)
  expect(windows).toHaveLength(2)
  const work = { of: of(input, axes, { windows, keepsDaily: true }), cells: [0, 1, 2, 3, 4, 5] }
  const text = builtInTexts['two-averages'] ?? ''
  const told = await results(text, work)
  expect(told.map(({ cell }) => cell)).toEqual([0, 1, 2, 3, 4, 5])
  expect(await results(text, { ...work, workers: 1 })).toEqual(told)

  for (const result of told) {
    if (!('windows' in result)) throw new Error(result.fault)
    for (const [number, { inSample, outOfSample }] of windows.entries())
      for (const [range, figures] of [
        [inSample, result.windows[number]?.inSample],
        [outOfSample, result.windows[number]?.outOfSample?.figures],
      ] as const) {
        if (!range || !figures) throw new Error('each window has both')
        const part = { ...windowInput(input, range), params: cellParams(axes, result.cell) }
        const alone = runBacktest(part, averages, () => {})
        const measures = measureAnySample(runResults(part, alone, calendar))
        const expected = statisticNames.map((name) => {
          const measure = measures[name]
          return typeof measure === 'number' ? measure : null
        })
        expect(figures.slice(0, statisticNames.length)).toEqual(expected)
        expect(alone.trades.length).toBeGreaterThan(0)
      }
    const daily = result.windows.map(({ outOfSample }) => outOfSample?.daily?.length)
    expect(daily).toEqual([2, 1])
  }
})

test('a cell that throws, hangs or takes too much memory fails alone, and what it left behind reaches no other', async () => {
  const text = `let calls = 0
    const kept = []
    export default {
      name: 'Fails',
      params: { what: { default: 0, min: 0, max: 9 } },
      onBar(ctx) {
        calls += 1
        if (ctx.params.what === 1) throw new Error('on purpose')
        if (ctx.params.what === 2) for (;;);
        if (ctx.params.what === 3) for (;;) kept.push(new Array(1000).fill(calls))
        if (ctx.params.what === 4) Promise.reject(new Error('left'))
        if (ctx.params.what === 5) ctx.bars('A').closes(3)[0] = 1e9
        if (calls > 20) throw new Error('not new')
      },
    }`
  const input = runInput([{ symbol: 'A', sessions: swinging(1, 20) }])
  const of6 = of(input, [{ name: 'what', values: [0, 1, 2, 3, 4, 5, 6] }])
  const told = await results(
    text,
    { of: of6, cells: [0, 1, 2, 3, 4, 5, 6] },
    { limits: { timeoutMs: 1000, memoryBytes: 128 * 1024 ** 2 } },
  )
  const faults = told.map((result) => ('fault' in result ? result.fault : 'none'))
  expect(faults).toEqual([
    'none',
    expect.stringMatching(/^tried\.ts:8:\d+: onBar of A at 2024-07-08T13:31:00Z: Error: on purpose\.$/),
    'tried.ts: no sign of life for 1 s: look for a loop that does not end.',
    expect.stringContaining('tried.ts: it took more than 128 MiB of memory'),
    expect.stringMatching(/^tried\.ts:11:\d+: a promise was left rejected: Error: left\.$/),
    'none',
    'none',
  ])
  expect(told.map((result) => 'windows' in result && result.windows)).toEqual([
    ...[0, 1, 2, 3, 4, 5, 6].map((cell) =>
      faults[cell] === 'none' ? (told[0] && 'windows' in told[0] ? told[0].windows : undefined) : false,
    ),
  ])
})

test('a strategy that cannot be read ends the sweep before any cell', async () => {
  const threads = { entry, strategy: { text: 'export default 1', file: 'tried.ts' }, ticker: processTicker }
  await expect(declaredBy(threads)).rejects.toMatchObject({ code: 'bad-file' })
  const input = runInput([{ symbol: 'A', sessions: swinging(1, 20) }])
  await expect(results('export default 1', { of: of(input, axes), cells: [0, 1] })).rejects.toMatchObject({
    code: 'bad-file',
  })
})

test('what a strategy declares is told', async () => {
  const text = builtInTexts['two-averages'] ?? ''
  const declared = await declaredBy({ entry, strategy: { text, file: 'x.ts' }, ticker: processTicker })
  expect(declared).toEqual({ name: averages.name, params: averages.params })
})

test('a sweep that is stopped leaves the cells that are through', async () => {
  const stop = new AbortController()
  const input = runInput([{ symbol: 'A', sessions: swinging(1, 20) }])
  const text = `export default { name: 'Hangs', params: { what: { default: 0, min: 0, max: 9 } },
    onBar(ctx) { if (ctx.params.what > 2) for (;;); } }`
  const told: number[] = []
  const running = runCells(
    { entry, strategy: { text, file: 'x.ts' }, ticker: processTicker, signal: stop.signal },
    {
      of: of(input, [{ name: 'what', values: [0, 1, 2, 3, 4] }]),
      ...{ cells: [0, 1, 2, 3, 4], workers: 2 },
      onCell: ({ cell }) => {
        told.push(cell)
        if (told.length === 3) stop.abort()
      },
    },
  )
  await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  expect(told.sort()).toEqual([0, 1, 2])
})

test('what goes wrong with a result ends the sweep', async () => {
  const input = runInput([{ symbol: 'A', sessions: swinging(1, 20) }])
  const text = builtInTexts['two-averages'] ?? ''
  const onCell = () => {
    throw new Error('the disk is full')
  }
  await expect(results(text, { of: of(input, axes), cells: [0, 1, 2], onCell })).rejects.toMatchObject({
    message: 'the disk is full',
  })
})
