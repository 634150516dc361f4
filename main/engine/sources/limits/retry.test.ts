import { describe, expect, test } from 'vitest'
import type { SourceFault } from '../data-source.ts'
import { faultOf } from '../fault.ts'
import { HastyTicker } from '../testing/hasty-ticker.ts'
import { type Sent, sendWithRetries } from './retry.ts'

const busy = faultOf('server-error', 'It is busy.')

/** Sends what fails with these faults and then goes well. */
async function send(
  faults: readonly SourceFault[],
  { tries = 5, random = 0.5, signal = new AbortController().signal } = {},
) {
  const ticker = new HastyTicker()
  let sendings = 0
  const sent = await sendWithRetries(
    tries,
    async (): Promise<Sent<string>> => {
      const fault = faults[sendings++]
      return fault ? { ok: false, fault } : { ok: true, value: 'done' }
    },
    { source: 'here', ticker, random: () => random, signal },
  )
  return { sent, sendings, waits: ticker.waits }
}

describe('repeated sending', () => {
  test('waits twice as long each time, half of it at random', async () => {
    const { sent, waits } = await send([busy, busy, busy])
    expect(sent).toEqual({ ok: true, value: 'done' })
    expect(waits).toEqual([375, 750, 1500])
    expect((await send([busy, busy], { random: 0 })).waits).toEqual([250, 500])
    expect((await send(Array(9).fill(busy), { tries: 9, random: 0.999 })).waits.at(-1)).toBeLessThan(30_000)
  })

  test('G3: has an end, with the last fault', async () => {
    const { sent, sendings } = await send([busy, busy, faultOf('timeout', 'Silent.'), busy], { tries: 3 })
    expect(sent).toMatchObject({ ok: false, fault: { code: 'timeout' } })
    expect(sendings).toBe(3)
  })

  test('what does not pass by itself is not sent again', async () => {
    const { sendings, waits } = await send([faultOf('refused', 'No.'), busy])
    expect({ sendings, waits }).toEqual({ sendings: 1, waits: [] })
  })

  test('never comes back sooner than the source asked for, and not at all after more than a minute', async () => {
    const asked = (retryAfterMs: number) => faultOf('rate-limited', 'Slowly.', { retryAfterMs })
    expect((await send([asked(7000)])).waits).toEqual([7000])
    const { sent, sendings } = await send([asked(61_000)])
    expect(sent).toMatchObject({ ok: false, fault: { retryAfterMs: 61_000 } })
    expect(sendings).toBe(1)
  })

  test('is cancelled at once while it waits', async () => {
    const cancel = new AbortController()
    cancel.abort()
    await expect(send([busy], { signal: cancel.signal })).rejects.toMatchObject({ code: 'cancelled' })
  })
})
