import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Interval, oneDay } from '#shared/bars/interval.ts'
import { defineStrategy, type Strategy } from '#shared/strategy/strategy.ts'
import { runInput, type TestBar } from '../testing/run-input.ts'
import { runBacktest } from './run-backtest.ts'
import { StrategyError } from './strategy-error.ts'

const silent = (): void => {}

/** Bars that stand at one price each. */
function flat(...prices: readonly (number | undefined)[]): TestBar[] {
  return prices.map((price) => (price === undefined ? undefined : [price, price, price, price]))
}

test('a strategy is asked in the order of time, then of symbols, and hears of a fill before the bar of it', () => {
  const heard: string[] = []
  const minute = (time: number): string => new Date(time).toISOString().slice(11, 16)
  const strategy: Strategy = {
    name: 'listener',
    onStart: () => heard.push('start'),
    onSessionStart: (_, { date }) => heard.push(`open ${date}`),
    onBar: (ctx, { symbol, end, close }) => {
      heard.push(`${symbol} ${minute(end)} ${close}`)
      if (symbol === 'A' && ctx.bars('A').length === 1) ctx.order({ symbol: 'B', side: 'buy', quantity: 10 })
    },
    onFill: (_, { symbol, price }) => heard.push(`fill ${symbol} ${price}`),
    onSessionEnd: (_, { date }) => heard.push(`close ${date}`),
  }
  const input = runInput([
    { symbol: 'A', sessions: [flat(1, 2), flat(3)] },
    { symbol: 'B', sessions: [flat(11, 12), flat()] },
  ])
  const result = runBacktest(input, strategy, silent)
  expect(heard).toEqual([
    'start',
    'open 2024-07-08',
    'A 13:31 1',
    'B 13:31 11',
    'fill B 12',
    'A 13:32 2',
    'B 13:32 12',
    'close 2024-07-08',
    'open 2024-07-09',
    'A 13:31 3',
    'close 2024-07-09',
  ])
  expect(result.bars).toBe(5)
})

test('an order of a bar is filled at the open of the next, over a hole at the first bar there is', () => {
  const bars: TestBar[] = [[10, 11, 9, 10], undefined, undefined, [20, 21, 19, 20], [30, 31, 29, 30]]
  const strategy: Strategy = {
    name: 'buys once',
    onBar: (ctx, { symbol }) => {
      if (ctx.bars(symbol).length === 1) ctx.order({ symbol, side: 'buy', quantity: 100 })
    },
  }
  const { trades, equity, events } = runBacktest(
    runInput([{ symbol: 'A', sessions: [bars] }], { broker: { cash: 10_000 } }),
    strategy,
    silent,
  )
  expect(events.map(({ type }) => type)).toEqual(['placed', 'filled'])
  expect(trades).toMatchObject([{ symbol: 'A', side: 'long', quantity: 100, entryPrice: 20, pnl: 1000 }])
  // 10,000 before; 100 bought at 20, which stand at 20 and then at 30.
  expect([...equity.equity]).toEqual([10_000, 10_000, 11_000])
  expect([...equity.exposure]).toEqual([0, 2000, 3000])
})

test('a target counts what is on its way at the market, and no exit that waits for its price', () => {
  const held: number[] = []
  const strategy: Strategy = {
    name: 'holds ten',
    onBar: (ctx, { symbol }) => {
      held.push(ctx.position(symbol).quantity)
      if (ctx.bars(symbol).length === 1)
        ctx.order({ symbol, side: 'buy', quantity: 10, bracket: { takeProfit: 150, stopLoss: 50 } })
      else ctx.target({ symbol, quantity: ctx.bars(symbol).length < 5 ? 10 : 0 })
      expect(ctx.target({ symbol, quantity: ctx.bars(symbol).length < 5 ? 10 : 0 })).toBeUndefined()
    },
  }
  runBacktest(runInput([{ symbol: 'A', sessions: [flat(100, 100, 100, 100, 100, 100)] }]), strategy, silent)
  expect(held).toEqual([0, 10, 10, 10, 10, 0])
})

test('daily bars: what is decided at a close is filled at the open of the next session', () => {
  const strategy: Strategy = {
    name: 'alternates',
    onBar: (ctx, { symbol }) => {
      ctx.target({ symbol, quantity: ctx.position(symbol).quantity === 0 ? 10 : 0 })
    },
  }
  const days: TestBar[] = [
    [10, 12, 9, 11],
    [13, 14, 12, 13],
    [15, 16, 14, 15],
  ]
  const { trades } = runBacktest(
    runInput([{ symbol: 'A', sessions: days.map((day) => [day]) }], { interval: oneDay }),
    strategy,
    silent,
  )
  expect(trades).toMatchObject([{ quantity: 10, entryPrice: 13, exitPrice: 15, pnl: 20 }])
})

test('longer bars are seen once they have ended, and not before', () => {
  const seen: [number, number][] = []
  const strategy: Strategy = {
    name: 'five minutes',
    onBar: (ctx, { symbol }) => {
      const five = ctx.bars(symbol, '5m')
      seen.push([five.length, five.close()])
    },
  }
  runBacktest(runInput([{ symbol: 'A', sessions: [flat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)] }]), strategy, silent)
  expect(seen).toEqual([
    ...Array.from({ length: 4 }, () => [0, Number.NaN]),
    ...Array.from({ length: 5 }, () => [1, 5]),
    [2, 10],
  ])
})

test('no bar of the future can be read, however far one asks', () => {
  const strategy: Strategy = {
    name: 'peeks',
    onBar: (ctx, { symbol, close }) => {
      const bars = ctx.bars(symbol)
      expect([bars.close(-1), bars.close(-100), bars.close(0.5)]).toEqual([
        Number.NaN,
        Number.NaN,
        Number.NaN,
      ])
      expect(bars.close()).toBe(close)
      expect(bars.closes(100)).toHaveLength(bars.length)
      expect(ctx.indicator(symbol, 'sma', { period: 1 }).value(-1)).toBeUndefined()
    },
  }
  runBacktest(runInput([{ symbol: 'A', sessions: [flat(1, 2, 3)] }]), strategy, silent)
})

const anyPrice = fc.integer({ min: 50, max: 150 })
const anyBar = fc
  .tuple(anyPrice, anyPrice, anyPrice, anyPrice)
  .map(
    ([one, two, three, four]) =>
      [one, Math.max(one, two, three, four), Math.min(one, two, three, four), two] as const,
  )
const anySession = fc.array(fc.option(anyBar, { nil: undefined, freq: 8 }), { maxLength: 40 })

/** Decides by an average, a longer bar and what it holds. */
const wavering = defineStrategy({
  name: 'wavering',
  params: { period: { default: 3, min: 1, max: 10 } },
  onBar: (ctx, { symbol, close }) => {
    const average = ctx.indicator(symbol, 'sma', { period: ctx.params.period }).value()
    const longer = ctx.bars(symbol, '5m').close()
    const held = ctx.position(symbol).quantity
    if (average !== undefined && close > average && held <= 0) ctx.target({ symbol, percent: 40 })
    if (longer > close && held >= 0) ctx.target({ symbol, quantity: -5 })
    if (held !== 0)
      ctx.order({ symbol, side: 'sell', quantity: 1, kind: { type: 'limit', limit: close + 5 } })
  },
}) as Strategy

test('what happens up to a bar is the same whatever comes after it', () => {
  fc.assert(
    fc.property(fc.array(anySession, { minLength: 2, maxLength: 3 }), fc.nat(40), (sessions, cut) => {
      const params = { period: 3 }
      const whole = runBacktest(runInput([{ symbol: 'A', sessions }], { params }), wavering, silent)
      const [first = [], ...others] = sessions.toReversed()
      const shorter = [...others.toReversed(), first.slice(0, cut)]
      const part = runBacktest(runInput([{ symbol: 'A', sessions: shorter }], { params }), wavering, silent)
      const end = part.equity.time.at(-1) ?? 0
      expect(whole.events.filter(({ at }) => at <= end && at < (whole.equity.time.at(-1) ?? 0))).toEqual(
        part.events.filter(({ at }) => at <= end && at < (whole.equity.time.at(-1) ?? 0)),
      )
      expect([...whole.equity.equity].slice(0, part.bars)).toEqual([...part.equity.equity])
    }),
  )
})

test('the same run twice is the same', () => {
  fc.assert(
    fc.property(fc.array(anySession, { minLength: 1, maxLength: 3 }), (sessions) => {
      const once = () =>
        runBacktest(runInput([{ symbol: 'A', sessions }], { params: { period: 3 } }), wavering, silent)
      expect(once()).toEqual(once())
    }),
  )
})

test('shares are split before the session opens, and bars before it are told in the new ones', () => {
  const closes: number[][] = []
  const strategy: Strategy = {
    name: 'holds',
    onBar: (ctx, { symbol }) => {
      if (ctx.bars(symbol).length === 1) ctx.order({ symbol, side: 'buy', quantity: 10, tif: 'gtc' })
      closes.push([...ctx.bars(symbol).closes(10)])
    },
  }
  const { trades, equity } = runBacktest(
    runInput(
      [
        {
          symbol: 'A',
          sessions: [flat(100, 100), flat(50, 55)],
          actions: [{ type: 'split', session: 1, ratio: 2 }],
        },
      ],
      { broker: { cash: 5000 } },
    ),
    strategy,
    silent,
  )
  expect(closes).toEqual([[100], [100, 100], [50, 50, 50], [50, 50, 50, 55]])
  expect(trades).toMatchObject([{ quantity: 20, entryPrice: 50, pnl: 100 }])
  expect([...equity.equity]).toEqual([5000, 5000, 5000, 5100])
})

test('a dividend is paid to who holds the shares', () => {
  const strategy: Strategy = {
    name: 'holds',
    onBar: (ctx, { symbol }) => {
      if (ctx.bars(symbol).length === 1) ctx.order({ symbol, side: 'buy', quantity: 10 })
    },
  }
  const { equity } = runBacktest(
    runInput(
      [
        {
          symbol: 'A',
          sessions: [flat(100, 100), flat(99)],
          actions: [{ type: 'dividend', session: 1, perShare: 1 }],
        },
      ],
      { broker: { cash: 5000 } },
    ),
    strategy,
    silent,
  )
  expect([...equity.equity]).toEqual([5000, 5000, 5000])
})

test('a dividend of shares that nobody holds is none', () => {
  const actions = [{ type: 'dividend', session: 1, perShare: 1 }] as const
  const input = runInput([{ symbol: 'A', sessions: [flat(100), flat(99)], actions }], {
    broker: { cash: 5000 },
  })
  const { equity, trades } = runBacktest(input, { name: 'idle' }, silent)
  expect([...equity.equity]).toEqual([5000, 5000])
  expect(trades).toEqual([])
})

test('below the coverage it asks for a strategy is not asked, and each time is listed', () => {
  const asked: number[] = []
  const strategy: Strategy = {
    name: 'careful',
    minCoverage: 75,
    onBar: (_, { close }) => asked.push(close),
  }
  const { skipped } = runBacktest(
    runInput([{ symbol: 'A', sessions: [flat(1, undefined, undefined, 4, 5, 6, 7, 8)] }]),
    strategy,
    silent,
  )
  // Of 4 minutes 2 are there, of 5 three, of 6 four, of 7 five, of 8 six.
  expect(skipped.map(({ coverage }) => coverage)).toEqual([50, 60, 66.6, 71.4])
  expect(asked).toEqual([1, 8])
})

test('what a strategy throws names the bar and the symbol', () => {
  const strategy: Strategy = {
    name: 'breaks',
    onBar: (ctx, { symbol }) => {
      if (ctx.bars(symbol).length === 2) throw new Error('no luck')
    },
  }
  const run = () => runBacktest(runInput([{ symbol: 'A', sessions: [flat(1, 2)] }]), strategy, silent)
  expect(run).toThrow(StrategyError)
  expect(run).toThrow('onBar of A at 2024-07-08T13:32:00Z: no luck')
})

test('positions are closed at the end at the last prices where that is asked for', () => {
  const strategy: Strategy = {
    name: 'holds',
    onBar: (ctx, { symbol }) => {
      if (ctx.bars(symbol).length === 1) ctx.order({ symbol, side: 'buy', quantity: 10 })
    },
  }
  const input = (closeAtEnd: boolean) =>
    runInput([{ symbol: 'A', sessions: [flat(100, 100, 103)] }], { closeAtEnd })
  expect(runBacktest(input(false), strategy, silent).trades).toMatchObject([{ exitTime: undefined, pnl: 30 }])
  expect(runBacktest(input(true), strategy, silent).trades).toMatchObject([{ exitPrice: 103, pnl: 30 }])
})

test('an interval that the bars do not give, and a symbol that is not there, are told', () => {
  const asking = (ask: (ctx: Parameters<NonNullable<Strategy['onStart']>>[0]) => void) => () =>
    runBacktest(
      runInput([{ symbol: 'A', sessions: [[[1, 1, 1, 1]]] }], { interval: '5m' as Interval }),
      { name: 'asks', onStart: ask },
      silent,
    )
  expect(asking((ctx) => ctx.bars('A', '15m'))).toThrow(/run on 1m bars/)
  expect(asking((ctx) => ctx.bars('A', 'soon'))).toThrow(/"soon" is no interval/)
  expect(asking((ctx) => ctx.bars('B'))).toThrow(/B is not a symbol of this run; it has A/)
  expect(asking((ctx) => ctx.indicator('A', 'smaa'))).toThrow(/no indicator "smaa"/)
})
