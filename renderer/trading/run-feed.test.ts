import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { backtestCalls, type KeptResults, type KeptRun } from '#shared/protocol/backtest-calls.ts'
import { channelPair } from '#shared/protocol/channel.ts'
import { createClient } from '#shared/protocol/client.ts'
import { engineContract } from '#shared/protocol/engine-contract.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { type CallHandlers, serve } from '#shared/protocol/server.ts'
import type { OrderEvent, OrderId } from '#shared/strategy/order.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { setEngine } from '../engine/link.ts'
import { useChart } from '../stores/chart.ts'
import { usePlayback } from '../stores/playback.ts'
import { useReplay } from '../stores/replay.ts'
import { hideRun, useShownRun } from '../stores/shown-run.ts'
import { useToasts } from '../stores/toasts.ts'
import { useTrading } from '../stores/trading.ts'
import { takePaper } from './paper-feed.ts'
import { followRun, forgetRuns } from './run-feed.ts'

const session = '2024-01-10' as SessionDate
const open = Date.parse('2024-01-10T14:30:00Z') as EpochMs
const minute = (count: number): EpochMs => addMs(open, count * minuteMs)

const run: KeptRun = {
  ...{ id: 7, name: 'Two averages, SPY and IBM', strategy: 'Two averages', exchange: 'XNYS', zone: 'UTC' },
  request: {
    ...{ strategy: { kind: 'built-in', name: 'two-averages' }, params: {}, symbols: ['SPY', 'IBM'] },
    ...{ from: session, to: session, interval: '1m' as Interval, view: 'as-repaired' },
    ...{ broker: usualBroker, closeAtEnd: false },
  },
  ...{ ranAt: open, bars: 780, sessions: 1, trades: 1, measures: {} },
}

function filled(symbol: string, at: number, side: 'buy' | 'sell', price: number): OrderEvent {
  const order = at as OrderId
  const fill = { order, symbol, side, quantity: 10, price, time: minute(at - 1), bar: at } as const
  return { type: 'filled', order, at: minute(at), fill: { ...fill, commission: 0, slippage: 0, left: 0 } }
}

const events: Readonly<Record<string, readonly OrderEvent[]>> = {
  SPY: [filled('SPY', 5, 'buy', 100), filled('SPY', 20, 'sell', 103)],
  IBM: [filled('IBM', 10, 'sell', 50)],
}
const column = (...values: number[]) => Float64Array.from(values)
const results: KeptResults = {
  run,
  curve: {
    time: column(minute(1), minute(8), minute(30)),
    equity: column(100_000, 99_990, 100_030),
    drawdownPct: column(0, 0.01, 0),
    exposure: column(0, 1000, 0),
  },
  trades: {
    symbol: Uint16Array.of(0, 1),
    long: Uint8Array.of(1, 0),
    quantity: column(10, 10),
    entryTime: column(minute(4), minute(9)),
    entryPrice: column(100, 50),
    exitTime: column(minute(19), Number.NaN),
    exitPrice: column(103, Number.NaN),
    ...{ pnl: column(30, 0), costs: column(0, 0), mae: column(0, 0), mfe: column(0, 0) },
    barsHeld: column(15, 20),
    marks: Uint8Array.of(8, 0),
  },
  ...{ skipped: [], log: [], leftOut: { trades: 0, skipped: 0, log: 0 } },
}

let asked: string[] = []
let refusal: Failure | undefined
let stop: () => void

function startEngine(): void {
  const refuse = (): never => {
    throw new Failure('usage', 'Nothing of the kind is asked here.')
  }
  const calls = Object.fromEntries(Object.keys(backtestCalls).map((name) => [name, refuse]))
  const contract = { calls: backtestCalls, signals: {}, events: {} }
  const [here, there] = channelPair()
  const handlers = {
    ...calls,
    'backtest.results': () => {
      if (refusal) throw refusal
      return results
    },
    'backtest.orders': ({ symbol }: { symbol: string }) => {
      asked.push(symbol)
      return [...(events[symbol] ?? [])]
    },
  } as unknown as CallHandlers<typeof contract>
  serve(contract, there, { calls: handlers, signals: {} })
  setEngine(createClient(engineContract, here))
}

function said(): unknown[] {
  return useTrading.getState().log.fills.map(({ symbol, side, profit }) => [symbol, side, profit])
}

beforeEach(() => {
  asked = []
  refusal = undefined
  startEngine()
  stop = followRun()
  useChart.setState({ symbol: 'IBM' })
  const info = {
    ...{ session, exchange: 'XNYS', start: open, end: minute(390), symbols: [] },
    exchanges: [{ exchange: 'XNYS', segments: [{ open, close: minute(390) }] }],
  } as unknown as ReplayInfo
  useReplay.setState({ info })
  usePlayback.setState({ clock: minute(30) })
})
afterEach(() => {
  hideRun()
  forgetRuns()
  stop()
  setEngine(undefined)
  useTrading.setState(useTrading.getInitialState(), true)
  useToasts.setState({ toasts: [] })
})

test('shows what a run did up to the clock and no further, forth and back', async () => {
  useShownRun.setState({ run })
  await vi.waitFor(() => expect(said()).toHaveLength(3))
  expect(asked).toEqual(['IBM', 'SPY'])
  expect(useTrading.getState()).toMatchObject({ source: 'run', equity: { length: 3, cash: 100_000 } })
  expect(said()).toEqual([
    ['SPY', 'buy', undefined],
    ['IBM', 'sell', undefined],
    ['SPY', 'sell', 30],
  ])
  usePlayback.setState({ clock: minute(19) })
  expect(said()).toHaveLength(2)
  expect(useTrading.getState().equity.length).toBe(2)
  usePlayback.setState({ clock: minute(4) })
  expect(said()).toEqual([])
  usePlayback.setState({ clock: minute(5) })
  expect(useTrading.getState().log.fills).toMatchObject([{ symbol: 'SPY', marks: 8 }])
  expect(useTrading.getState().log.positions()).toMatchObject([{ symbol: 'SPY', quantity: 10 }])
  expect(asked).toEqual(['IBM', 'SPY'])
})

test('orders by hand wait behind a run that is shown and come back when it is hidden', async () => {
  const paper = filled('SPY', 2, 'buy', 1)
  const news = {
    session,
    clock: minute(30),
    later: 0,
    from: 0,
    equityFrom: 0,
    time: column(),
    equity: column(),
  }
  takePaper({ ...news, events: [paper], marks: Uint8Array.of(0) })
  expect(said()).toHaveLength(1)
  useShownRun.setState({ run })
  await vi.waitFor(() => expect(said()).toHaveLength(3))
  takePaper({ ...news, from: 1, events: [filled('SPY', 3, 'sell', 2)], marks: Uint8Array.of(0) })
  expect(useTrading.getState().source).toBe('run')
  hideRun()
  await vi.waitFor(() => expect(useTrading.getState().source).toBe('paper'))
  expect(said()).toEqual([
    ['SPY', 'buy', undefined],
    ['SPY', 'sell', 10],
  ])
  takePaper({ ...news, from: 1, events: [], marks: new Uint8Array(0) })
  expect(said()).toHaveLength(1)
  takePaper({ ...news, session: '2024-01-11' as SessionDate, events: [], marks: new Uint8Array(0) })
  expect(said()).toEqual([])
})

test('a run that cannot be read is told by its name', async () => {
  refusal = new Failure('internal', 'It is gone.')
  useShownRun.setState({ run })
  await vi.waitFor(() => expect(useToasts.getState().toasts).toHaveLength(1))
  expect(useToasts.getState().toasts[0]?.message).toBe(
    'Two averages, SPY and IBM cannot be shown on the chart: It is gone.',
  )
})
