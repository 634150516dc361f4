import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { SweepFile } from '#shared/sweep/sweep-file.ts'
import { keptFolder, sweepsBeside } from './kept-sweeps.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-kept-'))
const kept = sweepsBeside(join(folder, 'settings.json'))
afterAll(() => rmSync(folder, { recursive: true }))

function sweep(fast: number, by: SweepFile['by'] = 'sharpe'): SweepFile {
  return {
    format: 'tapedeck sweep 1',
    strategy: { kind: 'built-in', name: 'two-averages' },
    title: 'Two moving averages',
    axes: [{ name: 'fast', values: [fast] }],
    symbols: ['A'],
    exchange: 'XNYS',
    from: '2024-07-08' as SessionDate,
    to: '2024-07-09' as SessionDate,
    interval: oneMinute,
    view: 'as-repaired',
    broker: usualBroker,
    closeAtEnd: false,
    split: { kind: 'whole' },
    by,
    calendar: '1',
    bars: { A: '0'.repeat(64) },
  }
}

test('the same sweep has the same folder, whatever it is compared by, and the last twenty are kept', () => {
  const first = keptFolder(kept, sweep(0), 1000)
  expect(keptFolder(kept, sweep(0, 'return'), 2000)).toBe(first)
  const others = Array.from({ length: 19 }, (_, k) => keptFolder(kept, sweep(k + 1), 10_000 + 1000 * k))
  expect(new Set([first, ...others]).size).toBe(20)
  expect(readdirSync(kept)).toHaveLength(20)
  // The first one is asked for again: another one has not been for the longest time.
  keptFolder(kept, sweep(0), 90_000)
  keptFolder(kept, sweep(99), 91_000)
  expect(readdirSync(kept)).toHaveLength(20)
  expect(existsSync(first)).toBe(true)
  expect(existsSync(others[0] ?? '')).toBe(false)
})
