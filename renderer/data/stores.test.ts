import { afterEach, expect, test } from 'vitest'
import { channelPair } from '#shared/protocol/channel.ts'
import { createClient } from '#shared/protocol/client.ts'
import { engineContract } from '#shared/protocol/engine-contract.ts'
import { type CallHandlers, serve } from '#shared/protocol/server.ts'
import type { StoreState } from '#shared/protocol/store-calls.ts'
import { setEngine } from '../engine/link.ts'
import { showView, useView } from '../stores/view.ts'
import { takeStore } from './stores.ts'

const store: StoreState = {
  path: '/bars/us.tapedeck',
  access: 'read-only',
  synthetic: false,
  symbols: 1,
  sessions: 1,
  bars: 390,
  bytes: 4096,
  exchanges: ['XNYS'],
}

/** An engine with a watchlist and no symbols, which calls `whileListing` when it is asked for them. */
function startEngine(whileListing: () => void): void {
  const calls = Object.fromEntries(
    Object.keys(engineContract.calls).map((name) => [
      name,
      () => {
        if (name === 'watchlists.list') return [{ id: 1, name: 'Mine', symbols: [] }]
        if (name !== 'symbols.search') return null
        whileListing()
        return []
      },
    ]),
  ) as unknown as CallHandlers<typeof engineContract>
  const [here, there] = channelPair()
  serve(engineContract, there, { calls, signals: { 'frame.drawn': () => {} } })
  setEngine(createClient(engineContract, here))
}

afterEach(() => setEngine(undefined))

test('a store with bars shows the replay, one without the data', async () => {
  startEngine(() => {})
  await takeStore(store)
  expect(useView.getState().view).toBe('replay')
  await takeStore({ ...store, symbols: 0, sessions: 0, bars: 0, exchanges: [] })
  expect(useView.getState().view).toBe('data')
})

test('a view that is chosen while a store is taken over stays', async () => {
  startEngine(() => showView('backtest'))
  await takeStore(store)
  expect(useView.getState().view).toBe('backtest')
})
