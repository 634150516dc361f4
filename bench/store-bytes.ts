import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { SessionBatch } from '../main/engine/store/store.ts'
import { type Benchmark, timesLess } from './benchmark.ts'
import { demoBars, demoSeed } from './demo-bars.ts'
import { filledStore } from './filled-store.ts'
import { barsOf, barsOfAll, importReal, realFolder } from './real-bars.ts'
import { rowABarStore } from './row-a-bar.ts'

const name = 'store_bytes'
const target = 8
const unit = 'B a bar'

/** Size of a closed store's whole file by its bars. Only bars of real markets count. */
export const storeBytes: Benchmark = {
  name,
  async run(folder) {
    const demo = demoNote(folder)
    const real = realFolder()
    if (real === undefined) {
      const notes = ['not measured: only real bars count; let TAPEDECK_DATA name a folder of LEAN data', demo]
      return { name, value: undefined, unit, target, baseline: undefined, ratio: undefined, notes }
    }
    const path = join(folder, 'real.tapedeck')
    const batches = await importReal(real, path)
    const bars = barsOfAll(batches)
    const bytes = statSync(path).size
    const rowBytes = statSync(rowABarStore(folder, batches)).size
    return {
      name,
      value: bytes / bars,
      unit,
      target,
      baseline: rowBytes / bars,
      ratio: timesLess(bytes, rowBytes),
      notes: [
        `real bars of ${real}: ${kindsOf(batches)}; imported, then closed`,
        'the whole file, with everything in it that is no bar; a quote with both sides is one bar',
        'baseline: a row a bar in SQLite, and a quote two; no rounds, sizes do not vary',
        `checksum ${bars} bars in ${bytes} and ${rowBytes} bytes`,
        demo,
      ],
    }
  },
}

function demoNote(folder: string): string {
  const batches = demoBars(10, '2024-07-01', '2024-07-31')
  const bytes = statSync(filledStore(folder, batches)).size
  const bars = barsOfAll(batches)
  const perBar = (bytes / bars).toPrecision(3)
  return `beside it ${bars} bars of the demo generator, seed ${demoSeed}: ${perBar} B a bar, which do not count`
}

function kindsOf(batches: readonly SessionBatch[]): string {
  const kinds = new Map<string, number>()
  for (const batch of batches) {
    const kind = `${batch.interval} ${batch.kind}`
    kinds.set(kind, (kinds.get(kind) ?? 0) + barsOf(batch))
  }
  return [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')
}
