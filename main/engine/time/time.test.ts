import { describe, expect, test } from 'vitest'
import { addMs, epochMs } from '#shared/time/epoch.ts'
import { ManualTicker } from './manual-ticker.ts'
import { SimulatedTime } from './simulated-time.ts'
import { processTicker } from './ticker.ts'
import { WallTime } from './wall-time.ts'

const start = epochMs(Date.parse('2024-01-02T14:30:00Z'))

describe('simulated time', () => {
  test('goes on, and back only by a rewind (T2)', () => {
    const time = new SimulatedTime(start)
    time.advanceTo(addMs(start, 5))
    expect(() => time.advanceTo(start)).toThrow(/2024-01-02T14:30:00/)
    expect(time.now()).toBe(start + 5)
    time.rewindTo(start)
    expect(time.now()).toBe(start)
    expect(() => time.rewindTo(addMs(start, 1))).toThrow(RangeError)
  })
})

test('wall time is the time of the system', () => {
  const before = Date.now()
  const now = new WallTime().now()
  expect(now).toBeGreaterThanOrEqual(before)
  expect(now).toBeLessThanOrEqual(Date.now())
})

describe('tickers', () => {
  test('the ticker of the process counts on, waits, and calls off', async () => {
    const before = processTicker.elapsed()
    const ran: string[] = []
    processTicker.after(0, () => ran.push('called off'))()
    processTicker.soon(() => ran.push('called off'))()
    processTicker.soon(() => ran.push('soon'))
    await new Promise<void>((resolve) => processTicker.after(1, resolve))
    expect(ran).toEqual(['soon'])
    expect(processTicker.elapsed()).toBeGreaterThan(before)
  })

  test('a manual ticker runs what falls due, in order, and nothing else', () => {
    const ticker = new ManualTicker()
    const ran: string[] = []
    const note = (name: string) => (): void => {
      ran.push(`${name} ${ticker.elapsed()}`)
    }
    ticker.after(20, note('late'))
    ticker.after(10, note('early'))
    ticker.after(10, () => ticker.after(5, note('nested')))
    ticker.after(10, note('called off'))()
    ticker.soon(note('soon'))
    ticker.pass(15)
    ticker.spend(100)
    ticker.pass(1)
    expect(ran).toEqual(['soon 0', 'early 10', 'nested 15', 'late 115'])
    expect(ticker.elapsed()).toBe(116)
  })
})
