import { expect, test } from 'vitest'
import { engineContract } from '#shared/protocol/engine-contract.ts'
import { defaultSettings } from '#shared/settings/settings.ts'
import { mostTrailing, trailingSessions } from './trailing-sessions.ts'

test.each([
  [true, 0, 0],
  [true, 1, 1],
  [true, 20, 20],
  [true, 21, 20],
  [true, 1_000_000, 20],
  [false, 0, 0],
  [false, 12, 0],
])('enabled %j with %j sessions asks for %j', (historicalBarsEnabled, historicalBarsTrailingDays, asked) => {
  expect(trailingSessions({ historicalBarsEnabled, historicalBarsTrailingDays })).toBe(asked)
})

test('five sessions are asked for unless something else is set', () => {
  expect(trailingSessions(defaultSettings)).toBe(5)
})

test('the engine takes as many as can be asked for, and no more', () => {
  const request = { session: '2024-12-02', exchange: 'XNYS', symbols: ['SPY'], hours: 'regular', speed: 60 }
  const { params } = engineContract.calls['replay.open']
  expect(params.safeParse({ ...request, trailing: mostTrailing }).success).toBe(true)
  expect(params.safeParse({ ...request, trailing: mostTrailing + 1 }).success).toBe(false)
})
