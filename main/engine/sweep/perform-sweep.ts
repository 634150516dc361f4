import { join } from 'node:path'
import type { ChosenStrategy } from '#shared/strategy/chosen-strategy.ts'
import type { CellResult } from '#shared/sweep/cell-result.ts'
import { cellCount } from '#shared/sweep/param-axes.ts'
import { cellsOfShard } from '#shared/sweep/sweep-file.ts'
import { builtInStrategy } from '../backtest/strategies/built-in.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { CellFile, cellFileName } from './cell-file.ts'
import type { PreparedSweep } from './prepare-sweep.ts'
import { declaredBy, runCells, type SweepThreads } from './run-cells.ts'
import { makeFolder } from './sweep-files.ts'
import type { Declared } from './sweep-job.ts'

/** What a strategy declares: one that comes with the program says so at once, one of a file in its thread. */
export function declaredOf(strategy: ChosenStrategy, threads: SweepThreads): Declared | Promise<Declared> {
  return strategy.kind === 'built-in' ? builtInStrategy(strategy.name) : declaredBy(threads)
}

/** How far a sweep is: cells that are through, parts of them counting, of those that were left. */
export interface SweepStep {
  readonly done: number
  readonly left: number
}

/**
 * Runs the cells of a prepared sweep that are not through yet, and gives the results of all. With a folder, which is
 * made, each is kept there as it ends, and those that were kept before are not run again. Rejects as `runCells` does,
 * and with code 'bad-file' where another process is at work in the folder; what was kept stays.
 */
export async function runPrepared(
  { of, head }: PreparedSweep,
  threads: SweepThreads,
  {
    folder,
    workers,
    time,
    onProgress,
  }: {
    readonly folder: string | undefined
    readonly workers: number
    readonly time: TimeProvider
    readonly onProgress: (step: SweepStep) => void
  },
): Promise<readonly CellResult[]> {
  if (folder !== undefined) makeFolder(folder)
  const kept = folder === undefined ? undefined : CellFile.open(join(folder, cellFileName), head, time)
  try {
    const results = new Map(kept?.results)
    const cells = cellsOfShard(head.shard, cellCount(of.axes)).filter((cell) => !results.has(cell))
    await runCells(threads, {
      ...{ of, cells, workers },
      onCell: (result) => {
        kept?.add(result)
        results.set(result.cell, result)
      },
      onProgress: (done) => onProgress({ done, left: cells.length }),
    })
    kept?.finish()
    return [...results.values()]
  } finally {
    kept?.close()
  }
}
