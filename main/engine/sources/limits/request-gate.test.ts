import { describe, expect, test } from 'vitest'
import { ManualTicker } from '../../time/manual-ticker.ts'
import { RequestGate } from './request-gate.ts'

/** A gate, what has begun behind it, and ways to end that. */
function stage(limits: { readonly requestsPerMinute: number; readonly parallel: number }) {
  const ticker = new ManualTicker()
  const gate = new RequestGate('here', limits, ticker)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const ask = (name: string, signal = new AbortController().signal): Promise<string> =>
    gate.pass(signal, () => {
      begun.push(`${name} ${ticker.elapsed()}`)
      return new Promise((resolve) => ends.set(name, () => resolve(name)))
    })
  return { ticker, begun, ask, end: (name: string) => ends.get(name)?.() }
}

/** Until every promise that can go on has done so. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('the gate of a source', () => {
  test('lets so many through at once, the others in the order they came', async () => {
    const { begun, ask, end } = stage({ requestsPerMinute: 100, parallel: 2 })
    const first = ask('a')
    for (const name of ['b', 'c', 'd']) void ask(name)
    await settled()
    expect(begun).toEqual(['a 0', 'b 0'])
    end('a')
    expect(await first).toBe('a')
    await settled()
    expect(begun).toEqual(['a 0', 'b 0', 'c 0'])
  })

  test('lets no more begin in any minute than may', async () => {
    const { ticker, begun, ask, end } = stage({ requestsPerMinute: 2, parallel: 9 })
    void ask('a')
    await settled()
    ticker.pass(10_000)
    for (const name of ['b', 'c', 'd']) void ask(name)
    await settled()
    for (const name of ['a', 'b']) end(name)
    await settled()
    expect(begun).toEqual(['a 0', 'b 10000'])
    for (const ms of [49_999, 1, 9_999, 1]) {
      ticker.pass(ms)
      await settled()
    }
    expect(begun).toEqual(['a 0', 'b 10000', 'c 60000', 'd 70000'])
  })

  test('whoever is cancelled in line leaves it at once and takes nobody’s place', async () => {
    const { begun, ask, end } = stage({ requestsPerMinute: 100, parallel: 1 })
    void ask('a')
    const cancel = new AbortController()
    const second = ask('b', cancel.signal)
    void ask('c')
    cancel.abort()
    await expect(second).rejects.toMatchObject({ code: 'cancelled' })
    end('a')
    await settled()
    expect(begun).toEqual(['a 0', 'c 0'])
    await expect(ask('d', cancel.signal)).rejects.toMatchObject({ code: 'cancelled' })
  })
})
