import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Miss, SessionStart } from '#shared/prefetch/session-start.ts'
import { mostStarts } from '#shared/protocol/start-calls.ts'
import { utc } from '../testing/plans.ts'
import { SessionStarts } from './session-starts.ts'

function start(from: SessionStart['from'], ms: number, code?: Miss['code']): SessionStart {
  const at = utc('2024-07-05T12:30:00Z')
  const of = { at, exchange: 'XNYS', session: '2024-07-05' as SessionDate, symbols: 1 }
  const waited = { bars: ms, session: 0, clock: 0 }
  return { ...of, from, ms, waited, ...(code && { miss: { code, reason: `It is ${code}.` } }) }
}

function startsOf(...all: readonly SessionStart[]): SessionStarts {
  const starts = new SessionStarts()
  for (const one of all) starts.add(one)
  return starts
}

test('starts with and without what was prepared are timed apart; a roll counts in neither', () => {
  const starts = startsOf(
    start('store', 50, 'half-done'),
    start('prefetched', 3),
    start('prefetched', 1),
    start('store', 20, 'none'),
    start('store', 40, 'off'),
    start('kept', 999),
    start('prefetched', 2),
  )
  expect(starts.state().summary).toEqual({
    hits: 3,
    of: 4,
    prefetched: { starts: 3, median: 2, last: 2 },
    store: { starts: 3, median: 40, last: 40 },
  })
})

test('what the last starts come to is of those only that are asked for; each tells why it did without', () => {
  const starts = startsOf(
    start('prefetched', 1),
    start('prefetched', 3),
    start('store', 30, 'store-changed'),
    start('store', 50, 'other-symbols'),
  )
  const { starts: last, summary, hits, of } = starts.state(2)
  expect(last.map(({ miss }) => miss?.code)).toEqual(['other-symbols', 'store-changed'])
  expect(summary).toEqual({ hits: 0, of: 2, store: { starts: 2, median: 50, last: 50 } })
  expect({ hits, of }).toEqual({ hits: 2, of: 4 })
  expect(new SessionStarts().state()).toEqual({ starts: [], summary: { hits: 0, of: 0 }, hits: 0, of: 0 })
})

test('so many starts are remembered; the hits of all are counted', () => {
  const starts = startsOf(...Array.from({ length: mostStarts + 5 }, (_, index) => start('prefetched', index)))
  const { starts: last, summary, hits } = starts.state()
  expect([last.length, last[0]?.ms, summary.of, hits]).toEqual([
    mostStarts,
    mostStarts + 4,
    mostStarts,
    mostStarts + 5,
  ])
})
