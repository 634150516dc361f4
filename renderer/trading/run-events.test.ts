import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { KeptResults } from '#shared/protocol/backtest-calls.ts'
import type { Fill, OrderEvent, OrderId } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { countUntil, heldAt, mergedEvents, RunEvents, withMarks } from './run-events.ts'

const session = '2024-01-10' as SessionDate
const request = { symbols: ['A', 'B'] }

function eventAt(at: number, symbol = 'A'): OrderEvent {
  const order = 1 as OrderId
  const fill = { order, symbol, side: 'buy', quantity: 1, price: 1, time: (at - 60) as EpochMs } as const
  const whole: Fill = { ...fill, bar: 0, commission: 0, slippage: 0, left: 0 }
  return { type: 'filled', order, at: at as EpochMs, fill: whole }
}

function tradesOf(
  rows: readonly (readonly [
    symbol: number,
    change: number,
    entry: number,
    price: number,
    exit: number,
    marks: number,
  ])[],
): KeptResults['trades'] {
  const column = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of)
  const empty = column(() => 0)
  return {
    symbol: Uint16Array.from(rows, ([symbol]) => symbol),
    long: Uint8Array.from(rows, ([, change]) => (change > 0 ? 1 : 0)),
    quantity: column(([, change]) => Math.abs(change)),
    entryTime: column(([, , entry]) => entry),
    entryPrice: column(([, , , price]) => price),
    exitTime: column(([, , , , exit]) => exit),
    ...{ exitPrice: empty, pnl: empty, costs: empty, mae: empty, mfe: empty, barsHeld: empty },
    marks: Uint8Array.from(rows, ([, , , , , marks]) => marks),
  }
}

test('events of symbols come in the order of time, and so many of them as happened by the clock', () => {
  const merged = mergedEvents([
    [1, 5, 5].map((at) => ({ event: eventAt(at), marks: 0 })),
    [2, 5].map((at) => ({ event: eventAt(at, 'B'), marks: 0 })),
  ])
  expect(merged.map(({ event }) => event.at)).toEqual([1, 2, 5, 5, 5])
  expect([0, 1, 4, 5, 9].map((clock) => countUntil(merged, clock))).toEqual([0, 1, 2, 5, 5])
})

test('a fill has the marks of the trades that it opens or closes', () => {
  const trades = tradesOf([
    [0, 5, 40, 10, 140, 1],
    [1, 5, 40, 10, Number.NaN, 8],
  ])
  const marked = withMarks([eventAt(100), eventAt(200), eventAt(100, 'B'), eventAt(300)], request, trades)
  expect(marked.map(({ marks }) => marks)).toEqual([1, 1, 8, 0])
})

test('what was held when a session opened is told by the trades that were open then', () => {
  const trades = tradesOf([
    [0, 5, 40, 10, 90, 0],
    [0, 5, 50, 10, 150, 0],
    [0, 10, 60, 16, Number.NaN, 0],
    [1, -3, 60, 7, 100, 0],
    [1, 3, 100, 7, 120, 0],
  ])
  const held = heldAt(100 as EpochMs, request, trades)
  expect(held).toMatchObject([
    { symbol: 'A', quantity: 15, price: 14 },
    { symbol: 'B', quantity: -3, price: 7 },
  ])
})

test('events are asked for once, again after a refusal, and the oldest go when there are too many', async () => {
  const asked: string[] = []
  let refuses = true
  const events = new RunEvents((run, symbol) => {
    asked.push(`${run} ${symbol}`)
    if (symbol === 'bad' && refuses) return Promise.reject(new Error('no'))
    return Promise.resolve(Array.from({ length: 90_000 }, () => eventAt(1)))
  })
  await expect(events.of(1, 'bad', session)).rejects.toThrow('no')
  refuses = false
  await events.of(1, 'bad', session)
  await Promise.all([events.of(1, 'A', session), events.of(1, 'A', session)])
  expect(asked).toEqual(['1 bad', '1 bad', '1 A'])
  await events.of(1, 'B', session)
  await events.of(1, 'A', session)
  await events.of(1, 'bad', session)
  expect(asked).toEqual(['1 bad', '1 bad', '1 A', '1 B', '1 bad'])
})
