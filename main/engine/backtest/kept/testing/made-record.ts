import { measureRun } from '#shared/backtest/statistics.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { RunRecord } from '../../perform/run-record.ts'
import { runResults } from '../../results/run-results.ts'
import { runBacktest } from '../../run/run-backtest.ts'
import { hashOfBars, hashOfResult } from '../../run-file/run-file.ts'
import { runInput, type TestBar } from '../../testing/run-input.ts'

/** A run over two sessions of two symbols, the first of which is bought and sold every few bars. */
export function madeRecord(): RunRecord {
  const input = runInput([
    { symbol: 'ONE', sessions: sessionsFrom(100) },
    { symbol: 'TWO', sessions: sessionsFrom(40) },
  ])
  const result = runBacktest(
    input,
    {
      name: 'Made',
      onBar(ctx, { symbol }) {
        if (symbol !== 'ONE') return
        const bars = ctx.bars(symbol).length
        if (bars % 5 === 0) ctx.target({ symbol, quantity: bars % 10 === 0 ? 10 : -10 })
        if (bars % 7 === 0) ctx.log(`bar ${bars}`)
      },
    },
    () => {},
  )
  const calendar = calendarOf('XNYS')
  const results = runResults(input, result, calendar)
  const [first, last] = [result.sessions[0], result.sessions.at(-1)]
  if (!first || !last) throw new RangeError('no sessions')
  const { cash, equity, sessions, buyAndHold } = results
  return {
    file: {
      format: 'tapedeck backtest 1',
      strategy: { kind: 'file', file: 'made.ts', text: 'export default {}' },
      params: {},
      symbols: ['ONE', 'TWO'],
      exchange: 'XNYS',
      ...{ from: first, to: last, interval: input.interval, view: 'as-repaired' },
      ...{ broker: input.broker, closeAtEnd: false, calendar: calendar.version },
      bars: Object.fromEntries(input.symbols.map((bars) => [bars.instrument.symbol, hashOfBars(bars)])),
      result: hashOfResult(result),
    },
    ...{ strategy: 'Made', zone: calendar.zone, bars: result.bars },
    ...{ cash, equity, sessions, buyAndHold },
    trades: result.trades.map((trade, index) => ({
      ...trade,
      data: index % 2 === 0 ? [] : (['filled', 'synthetic'] as const),
    })),
    measures: measureRun(results),
    ...{ events: result.events, skipped: result.skipped, log: result.log, leftOut: result.leftOut },
  }
}

function sessionsFrom(price: number): readonly TestBar[][] {
  return [0, 1].map((session) =>
    Array.from({ length: 60 }, (_, minute): TestBar => {
      const now = price + Math.round(100 * Math.sin((minute + 7 * session) / 6)) / 100
      return [now, now + 0.1, now - 0.1, now + 0.05]
    }),
  )
}
