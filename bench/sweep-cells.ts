import { availableParallelism } from 'node:os'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { cellCount, completeAxes } from '#shared/sweep/param-axes.ts'
import { figureOf } from '#shared/sweep/rank.ts'
import { windowsOf } from '#shared/sweep/windows.ts'
import { loadInput } from '../main/engine/backtest/load/load-input.ts'
import { sessionsAYear } from '../main/engine/backtest/results/run-results.ts'
import { builtInStrategy } from '../main/engine/backtest/strategies/built-in.ts'
import { openStore } from '../main/engine/store/open.ts'
import { storedSymbol } from '../main/engine/store/stored-symbol.ts'
import type { CellsOf } from '../main/engine/sweep/run-cell.ts'
import { runCells } from '../main/engine/sweep/run-cells.ts'
import { processTicker } from '../main/engine/time/ticker.ts'
import { type Benchmark, timesMore } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed, recorded } from './demo-bars.ts'
import { filledStore, time } from './filled-store.ts'

const name = 'sweep_1000'
const from = '2023-07-03'
const to = '2024-06-28'
const strategyName = 'two-averages'
/** Fewer for a first look; what is printed says how many. */
const fastValues = 25
const slowValues = Number(process.env.TAPEDECK_SWEEP_CELLS ?? 1000) / fastValues

/** A thousand cells of two averages over a year of minutes of one symbol, by all cores, and by one beside it. */
export const sweepCells: Benchmark = {
  name,
  async run(folder) {
    const of = prepared(folder)
    const count = cellCount(of.axes)
    const cores = availableParallelism()
    const bars = of.input.symbols[0]?.columns.start.length ?? 0
    const sweep = async (
      workers: number,
    ): Promise<{ readonly seconds: number; readonly checksum: number }> => {
      let checksum = 0
      const began = performance.now()
      await runCells(
        {
          entry: new URL('../main/engine/sweep/thread.ts', import.meta.url),
          strategy: { kind: 'built-in', name: strategyName },
          ticker: processTicker,
        },
        {
          ...{ of, workers, cells: Array.from({ length: count }, (_, cell) => cell) },
          onCell: (result) => {
            if ('fault' in result) throw new Error(result.fault)
            const figures = result.windows[0]?.inSample ?? []
            checksum += figureOf(figures, 'trades') ?? 0
          },
        },
      )
      return { seconds: (performance.now() - began) / 1000, checksum }
    }
    const one = await sweep(1)
    const all = await sweep(cores)
    const rate = (seconds: number): number => count / seconds
    return {
      name,
      value: rate(all.seconds),
      unit: 'cells/s',
      target: 100,
      baseline: rate(one.seconds),
      ratio: timesMore(rate(all.seconds), rate(one.seconds)),
      notes: [
        `demo generator, seed ${demoSeed}: ${count} cells of two averages over ${bars} regular minutes of one symbol, ${from} to ${to}, read from a store, all statistics of each; no warm-up, one round; ${cores} workers ${all.seconds.toPrecision(4)} s, the start of their threads included; checksum ${all.checksum}, the sum of their trades`,
        `baseline: the same by one worker, ${one.seconds.toPrecision(4)} s; the ratio is the speed-up; checksum ${one.checksum}`,
      ],
    }
  },
}

function prepared(folder: string): CellsOf {
  const path = filledStore(folder, demoBars(1, from, to).map(recorded))
  const store = openStore(path, { access: 'read' })
  try {
    const calendar = calendarOf(demoExchange)
    const [symbol] = store.symbols()
    const range = { from: from as SessionDate, to: to as SessionDate }
    const input = loadInput(store, calendar, {
      ...range,
      symbols: [storedSymbol(store, symbol?.symbol ?? '')],
      ...{ interval: oneMinute, view: 'as-repaired', broker: usualBroker, params: {}, closeAtEnd: false },
      clock: time.now(),
    })
    const valuesFrom = (first: number, step: number, count: number): readonly number[] =>
      Array.from({ length: count }, (_, index) => first + index * step)
    return {
      input,
      axes: completeAxes(builtInStrategy(strategyName), [
        { name: 'fast', values: valuesFrom(2, 2, fastValues) },
        { name: 'slow', values: valuesFrom(10, 5, slowValues) },
      ]),
      windows: windowsOf({ kind: 'whole' }, input.sessions.length),
      sessionsAYear: sessionsAYear(calendar, input.interval),
      keepsDaily: false,
    }
  } finally {
    store.close()
  }
}
