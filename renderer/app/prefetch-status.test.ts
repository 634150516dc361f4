import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import type { ListedPlan } from '#shared/protocol/prefetch-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { prefetchStatus, statusWords } from './prefetch-status.ts'

function planWith(last?: Partial<RunRecord>): ListedPlan {
  const run: RunRecord = {
    id: 1,
    plan: 'Night',
    exchange: 'XNYS',
    session: '2024-07-05' as SessionDate,
    trigger: 'hand',
    due: 0 as EpochMs,
    startedAt: 0 as EpochMs,
    outcome: 'done',
    symbols: 100,
    ready: 100,
    of: 100,
    requests: 0,
    bars: 0,
    bytes: 0,
    gaps: 0,
    filled: 0,
    errors: [],
  }
  return { plan: {} as ListedPlan['plan'], ...(last && { last: { ...run, ...last } }) }
}

function said(...lasts: readonly (Partial<RunRecord> | undefined)[]) {
  const status = prefetchStatus(lasts.map(planWith))
  return status && statusWords(status)
}

test('nothing is said where nothing runs and all is ready', () => {
  expect(said()).toBeUndefined()
  expect(said(undefined, {})).toBeUndefined()
  expect(said({ outcome: 'cancelled', ready: 3 })).toBeUndefined()
})

test('a run that goes on is told with how far it is, the first one of several', () => {
  expect(said({ outcome: 'running', ready: 0, of: 0 })).toBe('Prefetch starting')
  expect(said({ outcome: 'running', ready: 61 })).toBe('Prefetch running 61 of 100')
  const two = [planWith({ id: 9, outcome: 'running' }), planWith({ id: 8, outcome: 'running', ready: 4 })]
  expect(prefetchStatus(two)).toMatchObject({ kind: 'running', run: { id: 8 }, others: 1 })
})

test('a run that did not make all ready is told until another one does', () => {
  expect(said({ outcome: 'partial', ready: 96 })).toBe('Prefetch partly ready, 96 of 100')
  expect(said({ outcome: 'failed', ready: 0 })).toBe('Prefetch failed')
  expect(said({ outcome: 'interrupted' })).toBe('Prefetch interrupted')
  expect(said({ id: 2, outcome: 'failed' }, { id: 3 })).toBeUndefined()
  expect(said({ id: 4, outcome: 'failed' }, { id: 5, outcome: 'skipped' })).toBe('Prefetch failed')
})
