import { backtestBars } from './backtest-bars.ts'
import type { Benchmark } from './benchmark.ts'
import { coordinatorDelay } from './coordinator-delay.ts'
import { derive } from './derive.ts'
import { fillPlaying } from './fill-playing.ts'
import { frame } from './frame.ts'
import { gapDetect } from './gap-detect.ts'
import { gapFill } from './gap-fill.ts'
import { historicalLoad } from './historical-load.ts'
import { importBars } from './import-bars.ts'
import { memory } from './memory.ts'
import { prefetchActivate } from './prefetch-activate.ts'
import { qualityYear } from './quality-year.ts'
import { barCount, last20, latestBar, latestMulti3 } from './session-reads.ts'
import { sessionRoll } from './session-roll.ts'
import { sessionStart } from './session-start.ts'
import { storeBytes } from './store-bytes.ts'
import { strategyCall } from './strategy-call.ts'
import { streamBars } from './stream-bars.ts'
import { sweepCells } from './sweep-cells.ts'
import { upkeepCpu } from './upkeep-cpu.ts'

/** Every benchmark, in the order of the run: a file each or one for a few small ones, and its name here. */
export const benchmarks: readonly Benchmark[] = [
  latestBar,
  last20,
  barCount,
  latestMulti3,
  derive,
  gapDetect,
  gapFill,
  historicalLoad,
  qualityYear,
  sessionRoll,
  prefetchActivate,
  sessionStart,
  streamBars,
  backtestBars,
  strategyCall,
  sweepCells,
  coordinatorDelay,
  fillPlaying,
  upkeepCpu,
  frame,
  storeBytes,
  importBars,
  memory,
]
