import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { allocateColumns } from '#shared/bars/columns.ts'
import { addMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { SimulatedTime } from '../time/simulated-time.ts'
import { SessionData } from './session-data.ts'
import { plainSession } from './testing/made-bars.ts'

const open = epochMs(Date.parse('2024-01-02T14:30:00Z'))
const symbols = ['A', 'B', 'C']
const minutes = 3000

/** A bar with one number in all columns. */
function wholeBar(minute: number, value: number) {
  const bar = allocateColumns(1)
  for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) bar[name][0] = value
  bar.start[0] = open + minute * minuteMs
  return bar
}

test('a thread that reads all the time never sees half a bar nor two moments at once', async () => {
  const session = plainSession(open, minutes)
  const time = new SimulatedTime(open)
  const data = new SessionData(session, time)
  for (const symbol of symbols) data.registerSymbol(symbol)
  const worker = new Worker(new URL('./testing/reader-thread.ts', import.meta.url), {
    workerData: { shared: data.share(), until: minutes },
  })
  /** Two minutes: the later one first, the earlier one late, and that corrected for one symbol. */
  function addPair(minute: number): void {
    time.advanceTo(addMs(open, (minute + 2) * minuteMs))
    for (const place of [minute + 1, minute]) {
      for (const symbol of symbols) data.symbolSession(symbol).addBars(wholeBar(place, minute), 0, 1)
      data.publish()
    }
    data.addBars('B', wholeBar(minute, minute + 0.5))
  }
  try {
    await once(worker, 'message')
    const report = once(worker, 'message')
    for (let minute = 0; minute < minutes; minute += 2) {
      addPair(minute)
      if (minute % 100 !== 98) continue
      time.rewindTo(addMs(open, minute * minuteMs))
      data.rewindTo(time.now())
      addPair(minute)
    }
    const [{ fault, looks }] = await report
    expect(fault).toBeUndefined()
    expect(looks).toBeGreaterThan(1)
  } finally {
    await worker.terminate()
  }
})
