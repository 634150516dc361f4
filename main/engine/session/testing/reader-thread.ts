import { parentPort, workerData } from 'node:worker_threads'
import { at } from '../../../../shared/bars/columns.ts'
import { type SharedSession, SharedSessionReader } from '../shared-session.ts'

/** Reads a session again and again until it has seen `until` bars of the last symbol; reports what it saw. */
const { shared, until } = workerData as { shared: SharedSession; until: number }
const reader = new SharedSessionReader(shared)
const symbols = shared.tables.filter(({ kind }) => kind === 'bars').map(({ symbol }) => symbol)

/** Each bar is written with one number in all columns, so that half a bar shows. */
function faultOf(): { readonly fault: string | undefined; readonly counts: readonly number[] } {
  return reader.read((view) => {
    const counts = symbols.map((symbol) => view.bars(symbol).to)
    for (const symbol of symbols) {
      const { columns, to } = view.bars(symbol)
      let before = Number.NEGATIVE_INFINITY
      for (let index = 0; index < to; index++) {
        const start = at(columns.start, index)
        const whole = at(columns.open, index)
        if (start <= before) return { fault: `${symbol} is out of order at ${index}`, counts }
        for (const column of [columns.high, columns.low, columns.close, columns.volume])
          if (at(column, index) !== whole) return { fault: `half a bar of ${symbol} at ${index}`, counts }
        before = start
      }
    }
    const isEven = counts.every((count) => count === counts[0])
    return { fault: isEven ? undefined : `symbols of different moments: ${counts}`, counts }
  }, 60_000)
}

parentPort?.postMessage('ready')
let looks = 0
for (;;) {
  const { version } = reader
  const { fault, counts } = faultOf()
  looks++
  if (fault !== undefined || counts.at(-1) === until) {
    parentPort?.postMessage({ fault, looks })
    break
  }
  if (reader.waitForChange(version, 20_000)) continue
  parentPort?.postMessage({ fault: `nothing came after ${counts}`, looks })
  break
}
