import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SlowWrites } from './slow-writes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('after a pause a write is done at once, and while more come four times a second, the last of each owner', () => {
  const writes = new SlowWrites()
  const done: string[] = []
  const [one, other] = [{}, {}]
  for (let frame = 0; frame < 60; frame += 1) {
    writes.request(one, () => done.push(`one ${frame}`))
    writes.request(other, () => done.push(`other ${frame}`))
    vi.advanceTimersByTime(10)
  }
  vi.advanceTimersByTime(1000)
  expect(done).toEqual([
    ...['one 0', 'other 0'],
    ...['one 24', 'other 24'],
    ...['one 49', 'other 49'],
    ...['one 59', 'other 59'],
  ])
  writes.request(one, () => done.push('later'))
  vi.advanceTimersByTime(0)
  expect(done.at(-1)).toBe('later')
})

test('what is cancelled is not written', () => {
  const writes = new SlowWrites()
  const owner = {}
  const write = vi.fn()
  writes.request(owner, write)
  writes.cancel(owner)
  vi.advanceTimersByTime(1000)
  expect(write).not.toHaveBeenCalled()
})
