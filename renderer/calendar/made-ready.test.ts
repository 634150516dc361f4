import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { RunRecord } from '#shared/prefetch/run.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { type BoardTotals, madeReadyBefore } from './made-ready.ts'

const dates = ['2024-06-27', '2024-06-28', '2024-07-01', '2024-07-02', '2024-07-03', '2024-07-05']
const sessions = dates.map((date) => ({
  session: date as SessionDate,
  open: Date.parse(`${date}T13:30:00Z`) as EpochMs,
}))

function run(id: number, session: string, told: Partial<RunRecord>): RunRecord {
  return { id, session, startedAt: Date.parse(`${session}T06:00:00Z`), symbols: 2, ...told } as RunRecord
}

function made(runs: readonly RunRecord[], boards: BoardTotals = new Map()) {
  const found = [...madeReadyBefore(runs, sessions, boards)]
  return found.map(([session, { run, ready, of }]) => `${session} ${ready}/${of} by ${run.id}`).sort()
}

test('a run that made all ready made each session before its own ready, and says nothing of its own', () => {
  expect(made([run(1, '2024-07-03', { ready: 6, of: 6 })])).toEqual([
    '2024-06-28 2/2 by 1',
    '2024-07-01 2/2 by 1',
    '2024-07-02 2/2 by 1',
  ])
})

test('the last run that had a session before its own is told of, whatever their order', () => {
  const [one, two] = [
    run(1, '2024-07-03', { ready: 4, of: 4 }),
    run(2, '2024-07-05', { ready: 9, of: 9, symbols: 3 }),
  ]
  for (const runs of [
    [one, two],
    [two, one],
  ])
    expect(made(runs)).toEqual(['2024-07-01 3/3 by 2', '2024-07-02 3/3 by 2', '2024-07-03 3/3 by 2'])
})

test('a run that left something open tells by its board, and without one nothing', () => {
  const partial = run(3, '2024-07-05', { ready: 3, of: 4 })
  expect(made([partial])).toEqual([])
  const board = new Map([
    ['2024-07-02' as SessionDate, { ready: 2, of: 2 }],
    ['2024-07-03' as SessionDate, { ready: 1, of: 2 }],
  ])
  expect(made([partial], new Map([[3, board]]))).toEqual(['2024-07-02 2/2 by 3', '2024-07-03 1/2 by 3'])
})

test('runs that had nothing to do, and those for sessions beyond what is listed, say nothing', () => {
  expect(made([run(4, '2024-07-03', { ready: 0, of: 0, symbols: 0 })])).toEqual([])
  expect(made([run(5, '2024-07-08', { ready: 2, of: 2 })])).toEqual([])
})
