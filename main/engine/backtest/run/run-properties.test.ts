import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BrokerSettings } from '#shared/backtest/broker-settings.ts'
import { measureRun } from '#shared/backtest/statistics.ts'
import { at, type BarColumns } from '#shared/bars/columns.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { Fill, OrderRequest } from '#shared/strategy/order.ts'
import type { Strategy } from '#shared/strategy/strategy.ts'
import { brokers, courses, type Minute } from '../broker/testing/courses.ts'
import { runResults } from '../results/run-results.ts'
import { runInput, type TestBar } from '../testing/run-input.ts'
import type { BacktestInput, RunBars } from './backtest-input.ts'
import { runBacktest } from './run-backtest.ts'

const silent = (): void => {}

interface Course {
  readonly input: BacktestInput
  readonly strategy: () => Strategy
}

/** Two symbols over one or two sessions; what is asked for in a minute is asked for at the end of its bars. */
function courseOf(broker: BrokerSettings, minutes: readonly Minute[], names: readonly string[]): Course {
  const half = Math.ceil(minutes.length / 2)
  const parts = [minutes.slice(0, half), minutes.slice(half)]
  const barOf = ({ bars }: Minute, symbol: number): TestBar => {
    const row = bars[symbol]
    return row && [row[1], row[2], row[3], row[4], row[5]]
  }
  const symbols = names.map((symbol) => ({
    symbol,
    sessions: parts.map((part) => part.map((minute) => barOf(minute, symbol === 'ABC' ? 0 : 1))),
  }))
  const input = runInput(symbols, { broker })
  return { input, strategy: () => asking(input, parts) }
}

/** Asks in each minute for what its course has for the symbol whose bar has ended. */
function asking({ sessions }: BacktestInput, parts: readonly (readonly Minute[])[]): Strategy {
  const requests = new Map<number, readonly OrderRequest[]>()
  for (const [session, part] of parts.entries())
    for (const [minute, { requests: asked }] of part.entries())
      requests.set((sessions[session]?.open ?? 0) + (minute + 1) * 60_000, asked)
  return {
    name: 'asks',
    onBar(ctx, { symbol, end }) {
      for (const request of requests.get(end) ?? []) if (request.symbol === symbol) ctx.order(request)
    },
  }
}

const anyCourse = fc
  .tuple(brokers, courses)
  .map(([broker, minutes]) => courseOf(broker, minutes, ['ABC', 'XYZ']))

function fillsOf({ input, strategy }: Course): readonly Fill[] {
  const { events } = runBacktest(input, strategy(), silent)
  return events.flatMap((event) => (event.type === 'filled' ? [event.fill] : []))
}

/** Bar of a symbol that ended last at a time; -1 for none. */
function lastBar({ end }: RunBars, time: number): number {
  return end.findLastIndex((one) => one <= time)
}

test('cash and positions at their last prices are the equity, at the end of every bar', () => {
  fc.assert(
    fc.property(anyCourse, (course) => {
      const { equity } = runBacktest(course.input, course.strategy(), silent)
      const fills = fillsOf(course)
      for (const [point, time] of equity.time.entries()) {
        let cash = course.input.broker.cash
        const done = fills.filter((fill) => fill.time < time)
        for (const { side, quantity, price, commission } of done)
          cash += (side === 'buy' ? -1 : 1) * quantity * price - commission
        const worths = course.input.symbols.map((bars) => {
          const { symbol } = bars.instrument
          const held = done
            .filter((fill) => fill.symbol === symbol)
            .reduce((sum, { side, quantity }) => sum + (side === 'buy' ? quantity : -quantity), 0)
          const bar = lastBar(bars, time)
          return bar < 0 ? 0 : held * at(bars.columns.close, bar)
        })
        expect(equity.cash[point]).toBeCloseTo(cash, 6)
        expect(equity.equity[point]).toBeCloseTo(
          worths.reduce((sum, worth) => sum + worth, cash),
          6,
        )
        expect(equity.exposure[point]).toBeCloseTo(
          worths.reduce((sum, worth) => sum + Math.abs(worth), 0),
          6,
        )
      }
    }),
    { numRuns: 200 },
  )
})

test('a fill is of a bar that there is, within its prices, and not of one before its order', () => {
  fc.assert(
    fc.property(anyCourse, ({ input, strategy }) => {
      const placed = new Map<number, number>()
      const left = new Map<number, number>()
      for (const event of runBacktest(input, strategy(), silent).events) {
        if (event.type === 'placed') {
          // The exits of a bracket may be filled on the bar that filled their entry.
          placed.set(event.order, event.parent === undefined ? event.at : (placed.get(event.parent) ?? 0))
          left.set(event.order, event.request.quantity)
        }
        if (event.type !== 'filled') continue
        const { fill } = event
        const bars = input.symbols.find(({ instrument }) => instrument.symbol === fill.symbol)
        if (!bars) throw new Error(`${fill.symbol} was filled`)
        expect(bars.columns.start[fill.bar]).toBe(fill.time)
        expect(bars.end[fill.bar]).toBe(event.at)
        expect(fill.time).toBeGreaterThanOrEqual(placed.get(fill.order) ?? Number.POSITIVE_INFINITY)
        expect(fill.price).toBeGreaterThanOrEqual(at(bars.columns.low, fill.bar))
        expect(fill.price).toBeLessThanOrEqual(at(bars.columns.high, fill.bar))
        expect(fill.left).toBeLessThan(left.get(fill.order) ?? 0)
        left.set(fill.order, fill.left)
      }
    }),
    { numRuns: 200 },
  )
})

/** All that a run gives, as bytes. */
function bytesOf({ input, strategy }: Course): Buffer {
  const result = runBacktest(input, strategy(), silent)
  const statistics = measureRun(runResults(input, result, calendarOf('XNYS')))
  const { time, equity, cash, exposure } = result.equity
  return Buffer.concat([
    Buffer.from(JSON.stringify([result.trades, result.events, result.skipped, statistics])),
    ...[time, equity, cash, exposure].map(({ buffer }) => Buffer.from(buffer)),
  ])
}

/** The same bars in memory that threads share. */
function shared(input: BacktestInput): BacktestInput {
  const moved = (column: Float64Array): Float64Array => {
    const copy = new Float64Array(new SharedArrayBuffer(column.byteLength))
    copy.set(column)
    return copy
  }
  const symbols = input.symbols.map((bars): RunBars => {
    const { start, open, high, low, close, volume, state } = bars.columns
    const columns: BarColumns = {
      start: moved(start),
      open: moved(open),
      high: moved(high),
      low: moved(low),
      close: moved(close),
      volume: moved(volume),
      state,
    }
    return { ...bars, columns, end: moved(bars.end) }
  })
  return { ...input, symbols }
}

test('a run gives the same bytes again, also from bars in shared memory, and leaves the bars as they were', () => {
  fc.assert(
    fc.property(anyCourse, (course) => {
      const bars = JSON.stringify(course.input.symbols)
      const once = bytesOf(course)
      expect(bytesOf(course).equals(once)).toBe(true)
      expect(bytesOf({ ...course, input: shared(course.input) }).equals(once)).toBe(true)
      expect(JSON.stringify(course.input.symbols)).toBe(bars)
    }),
    { numRuns: 100 },
  )
})

/** Fills and trades of a symbol without the numbers that orders of all symbols share. */
function ofSymbol(name: string, { input, strategy }: Course) {
  const { events, trades } = runBacktest(input, strategy(), silent)
  return {
    events: events.flatMap((event) => {
      if (event.type !== 'filled' || event.fill.symbol !== name) return []
      const { order: _, ...fill } = event.fill
      return [fill]
    }),
    trades: trades.filter(({ symbol }) => symbol === name),
  }
}

test('symbols that share nothing but plenty of money are traded alike in any order, and alone', () => {
  fc.assert(
    fc.property(brokers, courses, (settings, minutes) => {
      const broker = { ...settings, cash: 1e9 }
      // Orders of one OCO name are no longer of one symbol alone.
      const apart = minutes.map((minute) => ({
        ...minute,
        requests: minute.requests.map(({ oco: _, ...request }) => request),
      }))
      const [both, turned] = [
        ['ABC', 'XYZ'],
        ['XYZ', 'ABC'],
      ].map((names) => courseOf(broker, apart, names))
      for (const name of ['ABC', 'XYZ']) {
        const alone = ofSymbol(name, courseOf(broker, apart, [name]))
        expect(both && ofSymbol(name, both)).toEqual(alone)
        expect(turned && ofSymbol(name, turned)).toEqual(alone)
      }
    }),
    { numRuns: 150 },
  )
})
