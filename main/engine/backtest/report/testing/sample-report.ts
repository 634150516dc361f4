import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { buyAndHoldEquity } from '#shared/backtest/buy-and-hold.ts'
import type { RunResults } from '#shared/backtest/run-figures.ts'
import { measureRun } from '#shared/backtest/statistics.ts'
import type { Interval } from '#shared/bars/interval.ts'
import { dateOfDay, type SessionDate } from '#shared/calendar/session-date.ts'
import { dayMs, epochMs, hourMs } from '#shared/time/epoch.ts'
import { type Random, randomOf } from '../../../random/random.ts'
import { EquityCurve } from '../../results/equity-curve.ts'
import type { BacktestReport } from '../backtest-report.ts'
import type { ReportedTrade } from '../trades-table.ts'

const firstDay = 19_000
const barsOfSession = 7

/** A run of so many weekdays from January 2022 on, of one symbol, its prices made up from a seed. */
export function sampleReport(sessionCount: number, seed = 7): BacktestReport {
  const random = randomOf(seed)
  const curve = new EquityCurve()
  const sessions = []
  const trades: ReportedTrade[] = []
  const closes: number[] = []
  let [price, equity] = [100, 100_000]
  for (let day = firstDay; sessions.length < sessionCount; day++) {
    if (new Date(day * dayMs).getUTCDay() % 6 === 0) continue
    for (let bar = 1; bar <= barsOfSession; bar++) {
      const time = day * dayMs + 14 * hourMs + bar * hourMs
      price = Math.round(price * (1 + (random.uniform() - 0.4925) * 0.012) * 100) / 100
      const before = equity
      equity *= 1 + (random.uniform() - 0.489) * 0.006
      curve.note(time, equity, equity / 2, bar % 3 === 0 ? 0 : equity / 2)
      closes.push(price)
      if (bar === 4 && random.uniform() < 0.6) trades.push(tradeAt(time, price, equity - before, random))
    }
    sessions.push({ date: dateOfDay(day), end: epochMs(day * dayMs + (14 + barsOfSession) * hourMs) })
  }
  const columns = curve.columns()
  const results: RunResults & { readonly trades: readonly ReportedTrade[] } = {
    cash: 100_000,
    trades,
    fills: trades.map(({ quantity, entryPrice, costs }) => ({
      quantity,
      price: entryPrice,
      commission: costs,
      slippage: 1.25,
    })),
    equity: columns,
    sessions,
    sessionsAYear: 252,
    buyAndHold: buyAndHoldEquity([{ entryPrice: 100, closes: Float64Array.from(closes) }], 100_000),
  }
  return {
    name: 'Two averages',
    params: { fast: 10, slow: 40 },
    symbols: ['HALDO', 'MIRVA'],
    from: sessions[0]?.date ?? ('2022-01-03' as SessionDate),
    to: sessions.at(-1)?.date ?? ('2022-01-03' as SessionDate),
    interval: '1h' as Interval,
    zone: 'America/New_York',
    results,
    measures: measureRun(results),
    broker: {
      ...usualBroker,
      commission: { kind: 'per-share', money: 0.005, least: 1 },
      slippage: { kind: 'ticks', ticks: 1 },
    },
    data: [
      { name: 'Calendar', text: 'XNYS 2024-11-02' },
      { name: 'Coverage', text: '99.2 %, explained 100 %' },
      { name: 'Bars', text: 'as traded, content 4f1c09aa' },
      { name: 'Program', text: 'Tapedeck 0.1.0' },
    ],
  }
}

function tradeAt(time: number, price: number, gained: number, random: Random): ReportedTrade {
  const quantity = 10 + Math.floor(random.uniform() * 90)
  const side = random.uniform() < 0.7 ? 'long' : 'short'
  const isFilled = random.uniform() < 0.1
  return {
    symbol: random.uniform() < 0.5 ? 'HALDO' : 'MIRVA',
    side,
    quantity,
    entryTime: epochMs(time - 3 * hourMs),
    entryPrice: price,
    exitTime: epochMs(time),
    exitPrice: Math.round((price + ((side === 'long' ? 1 : -1) * (gained + 1)) / quantity) * 100) / 100,
    pnl: gained,
    costs: 1,
    mae: Math.max(0, -gained) + random.uniform() * 50,
    mfe: Math.max(0, gained) + 1 + random.uniform() * 50,
    barsHeld: 3,
    data: isFilled ? (random.uniform() < 0.5 ? ['filled', 'late'] : ['filled']) : [],
  }
}
