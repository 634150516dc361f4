import { expect, test } from 'vitest'
import { oneMinute } from '#shared/bars/interval.ts'
import { channelPair } from '#shared/protocol/channel.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { SharedGates } from '../../sources/limits/shared-gates.ts'
import { HastyTicker } from '../../sources/testing/hasty-ticker.ts'
import type { StoreWriter } from '../../store/store.ts'
import { openWriter } from '../../store/testing/temporary-store.ts'
import { startThread } from '../../store-writer/start-thread.ts'
import { processTicker } from '../../time/ticker.ts'
import type { RunProgress } from '../plan-run.ts'
import { addVendor, orderOf, week } from '../testing/run-stage.ts'
import { startVendor, vendorSecrets } from '../testing/vendor.ts'
import { type RunHost, runInThread } from './run-thread.ts'

const threadFile = new URL('./thread.ts', import.meta.url)
const { signal } = new AbortController()

/** A coordinator that stores what the thread finds. */
function hostOf(store: StoreWriter, told: Partial<RunHost> = {}): RunHost {
  return {
    start: () =>
      startThread(threadFile, (cause) => {
        throw cause
      }),
    storePath: () => store.path,
    overlays: () => new Map(),
    keep: async (fill) => store.storeFill(fill),
    secrets: vendorSecrets,
    ticker: processTicker,
    gates: new SharedGates(processTicker),
    ...told,
  }
}

async function vendorStore(...habits: Parameters<typeof startVendor>): Promise<StoreWriter> {
  const vendor = await startVendor(...habits)
  const store = openWriter()
  addVendor(store, 'vendor', vendor.url)
  return store
}

test('a run in its thread has what it finds stored here, and tells how far it is', async () => {
  const store = await vendorStore({ symbols: ['SPY', 'IBM'] })
  const told: RunProgress[] = []
  // The thread has the wall's clock, so that the target is one of them.
  const order = orderOf({ symbols: ['SPY', 'IBM'] })
  const end = await runInThread(order, hostOf(store), (progress) => told.push(progress), signal)
  expect(end).toMatchObject({ outcome: 'done', ready: 12, of: 12, bars: 4680, requests: 12 })
  expect(store.readSession('IBM', oneMinute, week[4] as never)).toMatchObject({ bars: 390 })
  expect(told.at(-1)?.counts.ready).toBe(12)
  const last = new Map(
    told.flatMap(({ cells }) => cells.map((cell) => [`${cell.symbol} ${cell.session}`, cell])),
  )
  expect([...last.values()].map(({ state }) => state)).toEqual(Array.from({ length: 12 }, () => 'filled'))
})

test('it is cancelled from here, in the midst of a request', async () => {
  const stop = new AbortController()
  const store = await vendorStore({
    symbols: ['SPY'],
    instead: () => {
      stop.abort()
      return true
    },
  })
  const end = await runInThread(orderOf(), hostOf(store), () => {}, stop.signal)
  expect(end).toMatchObject({ outcome: 'cancelled', ready: 0, bars: 0 })
  const before = await runInThread(orderOf(), hostOf(store), () => {}, AbortSignal.abort())
  expect(before.outcome).toBe('cancelled')
})

test('what cannot be stored is the cause of each session, and what it cannot begin for is thrown', async () => {
  const store = await vendorStore({ symbols: ['SPY'] })
  const full = hostOf(store, { keep: () => Promise.reject(new Failure('read-only', 'The disk is full.')) })
  const cells = new Map<string, string | undefined>()
  const end = await runInThread(
    orderOf({ plan: { trailing: 1 } }),
    full,
    (progress) => {
      for (const { session, cause } of progress.cells) cells.set(session, cause)
    },
    signal,
  )
  expect(end.outcome).toBe('failed')
  expect(cells.get(week[0] as string)).toBe('What vendor said cannot be stored: The disk is full.')
  const order = orderOf({ plan: { exchange: 'NOWHERE' } })
  await expect(runInThread(order, hostOf(store), () => {}, signal)).rejects.toMatchObject({
    code: 'unknown-exchange',
  })
})

test('a thread that dies ends the run, and nothing waits for it', async () => {
  const store = await vendorStore({ symbols: ['SPY'], instead: () => true })
  let end = (): void => {}
  const host = hostOf(store, {
    start: () => {
      const channel = startThread(threadFile, () => {})
      end = () => channel.close()
      return channel
    },
  })
  const running = runInThread(orderOf(), host, () => end(), signal)
  await expect(running).rejects.toMatchObject({ code: 'internal' })
})

test('a thread that does not hear that it is cancelled is ended', async () => {
  const stop = new AbortController()
  const host = hostOf(openWriter(), { start: () => channelPair()[0], ticker: new HastyTicker() })
  const running = runInThread(orderOf(), host, () => {}, stop.signal)
  stop.abort()
  await expect(running).rejects.toMatchObject({ code: 'cancelled' })
})
