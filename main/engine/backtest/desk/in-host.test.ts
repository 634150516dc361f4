import { expect, test } from 'vitest'
import { type Channel, channelPair } from '#shared/protocol/channel.ts'
import { serve } from '#shared/protocol/server.ts'
import { HastyTicker } from '../../sources/testing/hasty-ticker.ts'
import { processTicker } from '../../time/ticker.ts'
import { hostContract } from './host-contract.ts'
import { type HostClient, inHost } from './in-host.ts'

const { signal } = new AbortController()
const numberOf = (client: HostClient): Promise<number> => client.call('number', { kept: '' })

/** A thread that never answers, and tells `begun` what it can do when it is asked. */
function deafThread(begun: (end: () => void, tell: () => void) => void = () => {}): () => Channel {
  const [near, far] = channelPair()
  const never = (): Promise<never> => {
    begun(
      () => far.close(),
      () => server.emit('progress', { phase: 'reading', done: 0, total: 0 }),
    )
    return new Promise(() => {})
  }
  const calls = Object.fromEntries(Object.keys(hostContract.calls).map((name) => [name, never]))
  const server = serve(hostContract, far, { calls: calls as never, signals: { cancel: () => {} } })
  return () => near
}

test('a thread that dies ends what it did, and nothing waits for it', async () => {
  const start = deafThread((end) => end())
  await expect(inHost({ start, ticker: processTicker }, numberOf, () => {}, signal)).rejects.toMatchObject({
    code: 'internal',
    message: 'Its thread ended before it was through; run it again.',
  })
})

test('a thread that does not hear that it is cancelled is ended', async () => {
  const stop = new AbortController()
  const start = deafThread(() => stop.abort())
  const host = { start, ticker: new HastyTicker() }
  await expect(inHost(host, numberOf, () => {}, stop.signal)).rejects.toMatchObject({ code: 'cancelled' })
  const before = { start: deafThread(), ticker: new HastyTicker() }
  await expect(inHost(before, numberOf, () => {}, AbortSignal.abort())).rejects.toMatchObject({
    code: 'cancelled',
  })
})

test('a thread that says nothing for minutes is ended; each word of it counts', async () => {
  let words = 0
  const ticker = new HastyTicker()
  const start = deafThread((_, tell) => {
    const again = (): void => {
      words += 1
      tell()
      if (words < 100) ticker.after(10_000, again)
    }
    again()
  })
  await expect(inHost({ start, ticker }, numberOf, () => {}, signal)).rejects.toMatchObject({
    code: 'timeout',
  })
  expect(words).toBe(100)
  expect(ticker.waits.filter((ms) => ms === 5000).length).toBeGreaterThan(36)
})
