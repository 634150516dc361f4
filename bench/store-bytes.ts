import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SessionBatch } from '../main/engine/store/store.ts'
import { leanBars } from '../main/engine/store/testing/lean-bars.ts'
import { type Benchmark, ratioOf } from './benchmark.ts'
import { filledStore } from './filled-store.ts'
import { rowABarStore } from './row-a-bar.ts'

const name = 'store_bytes'
const target = 8
const unit = 'B a bar'

/** Size of a closed store's whole file by its bars. Only bars of real markets count. */
export const storeBytes: Benchmark = {
  name,
  run(folder) {
    const lean = realBars()
    if (lean === undefined) {
      const notes = ['not measured: only real bars count; let TAPEDECK_DATA name a LEAN data folder']
      return { name, value: undefined, unit, target, baseline: undefined, ratio: undefined, notes }
    }
    const batches = leanBars(lean)
    const bars = batches.reduce((sum, batch) => sum + barsOf(batch), 0)
    const value = statSync(filledStore(folder, batches, { synthetic: false })).size / bars
    const baseline = statSync(rowABarStore(folder, batches)).size / bars
    const kinds = new Map<string, number>()
    for (const batch of batches) {
      const kind = `${batch.interval} ${batch.kind}`
      kinds.set(kind, (kinds.get(kind) ?? 0) + barsOf(batch))
    }
    return {
      name,
      value,
      unit,
      target,
      baseline,
      ratio: ratioOf(baseline, value),
      notes: [
        `real bars of ${lean}: ${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')}`,
        'the whole file after closing, with everything in it that is no bar; a quote with both sides is one bar',
        'baseline: a row a bar in SQLite, and a quote two; no rounds, sizes do not vary',
        `checksum ${bars} bars in ${value * bars} and ${baseline * bars} bytes`,
      ],
    }
  },
}

function realBars(): string | undefined {
  const beside = join(import.meta.dirname, '..', '..', 'shared', 'data', 'lean')
  const folder = process.env.TAPEDECK_DATA ?? beside
  return existsSync(join(folder, 'equity')) ? folder : undefined
}

function barsOf(batch: SessionBatch): number {
  return batch.kind === 'trade' ? batch.columns.start.length : batch.columns.bid.start.length
}
