import type { Benchmark } from './benchmark.ts'
import { historicalLoad } from './historical-load.ts'
import { storeBytes } from './store-bytes.ts'

/** Every benchmark, in the order of the run: a file each, and its line here. */
export const benchmarks: readonly Benchmark[] = [storeBytes, historicalLoad]
