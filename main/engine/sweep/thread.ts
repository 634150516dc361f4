import type { CellResult } from '#shared/sweep/cell-result.ts'
import { BarView } from '../backtest/run/bar-view.ts'
import { RunContext } from '../backtest/run/run-context.ts'
import { StrategyFailure } from '../backtest/sandbox/strategy-failure.ts'
import { type Sandbox, serveSandbox } from '../backtest/sandbox/thread/serve-sandbox.ts'
import { CellQueue } from './cell-queue.ts'
import { runCell } from './run-cell.ts'
import type { Declared, SweepJob } from './sweep-job.ts'

// A strategy holds objects of these; what they share is not its to change.
for (const { prototype } of [RunContext, BarView]) Object.freeze(prototype)

serveSandbox<SweepJob, Declared>(async ({ name, params }, job, sandbox) => {
  if (job.type === 'run') await runCells(job, sandbox)
  return { name, ...(params && { params }) }
})

async function runCells(
  { of, queue: memory, threads, thread }: SweepJob & { readonly type: 'run' },
  sandbox: Sandbox,
): Promise<void> {
  const queue = new CellQueue(memory, threads)
  for (let cell = queue.take(thread); cell !== undefined; cell = queue.take(thread)) {
    let result: CellResult
    try {
      result = runCell(of, cell, sandbox.anew, sandbox.progress)
    } catch (error) {
      result = { cell, fault: new StrategyFailure(sandbox.faultOf(error)).message }
    }
    // Promises that the strategy left are part of its cell.
    await sandbox.settled()
    sandbox.tell(result)
  }
}
