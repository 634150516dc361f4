import type { Benchmark } from './benchmark.ts'
import { historicalLoad } from './historical-load.ts'
import { importBars } from './import-bars.ts'
import { storeBytes } from './store-bytes.ts'
import { streamBars } from './stream-bars.ts'

/** Every benchmark, in the order of the run: a file each, and its line here. */
export const benchmarks: readonly Benchmark[] = [storeBytes, importBars, historicalLoad, streamBars]
