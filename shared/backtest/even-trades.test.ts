import { expect, test } from 'vitest'
import { epochMs } from '../time/epoch.ts'
import { runFigures } from './run-figures.ts'
import type { Trade } from './trade.ts'

/** 881 shares from 14.16, sold again for a commission of 8.81. */
function tradeTo(exitPrice: number): Trade {
  return {
    ...{ symbol: 'AAA', side: 'long', quantity: 881, entryTime: epochMs(0), entryPrice: 14.16 },
    ...{ exitTime: epochMs(1), exitPrice, costs: 8.81, mae: 0, mfe: 0, barsHeld: 1 },
    pnl: 881 * (exitPrice - 14.16) - 8.81,
  }
}

test('a trade that won what it cost is neither a win nor a loss, whatever its last digits', () => {
  const even = tradeTo(14.17)
  expect(even.pnl).not.toBe(0)
  const none = new Float64Array(0)
  const { wins, losses, closed } = runFigures({
    cash: 1000,
    trades: [even, { ...even, pnl: -even.pnl }, tradeTo(14.18), tradeTo(14.16)],
    fills: [],
    equity: { time: none, equity: none, cash: none, exposure: none },
    sessions: [],
    sessionsAYear: 252,
    buyAndHold: undefined,
  })
  expect([closed.length, wins.length, losses.length]).toEqual([4, 1, 1])
})
