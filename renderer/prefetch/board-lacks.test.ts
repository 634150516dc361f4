import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Readiness } from '#shared/prefetch/run.ts'
import { readinessOf, readinessWords } from './board-lacks.ts'
import { cellKey } from './prefetch.ts'

const session = '2024-07-03' as SessionDate

function said(symbols: readonly string[], cells: readonly Partial<Readiness>[], read = symbols.length) {
  const full = cells.map((cell) => ({ symbol: '', session, state: 'complete', ...cell }) as Readiness)
  const board = { symbols, read, cells: new Map(full.map((cell) => [cellKey(cell), cell])) }
  const readiness = readinessOf(board, session)
  return readiness && readinessWords(readiness)
}

test('what is complete or filled is ready', () => {
  expect(said(['SPY', 'AIG'], [{ symbol: 'SPY' }, { symbol: 'AIG', state: 'filled', filled: 3 }])).toBe(
    '2 of 2 symbols ready',
  )
})

test('what is not ready is named with what it lacks; cells of other sessions say nothing', () => {
  const other = '2024-07-02' as SessionDate
  expect(
    said(
      ['SPY', 'GONE', 'AIG', 'BAC', 'XOM'],
      [
        { symbol: 'SPY', session: other },
        { symbol: 'GONE', state: 'failed', cause: 'no source has it.' },
        { symbol: 'AIG', state: 'gaps', missing: 1 },
        { symbol: 'BAC', state: 'gaps', missing: 1200 },
        { symbol: 'XOM' },
      ],
    ),
  ).toBe('1 of 5 symbols ready; SPY queued; GONE failed: no source has it; AIG lacks 1 minute; 1 more')
})

test('nothing is said before all rows were read', () => {
  expect(said(['SPY', 'AIG'], [{ symbol: 'SPY' }], 1)).toBeUndefined()
})
