import { describe, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { addMs, dayMs, minuteMs } from '#shared/time/epoch.ts'
import { leaseIsOver, type Runner } from '../../prefetch/lease.ts'
import { planOf, runOf, utc } from '../../prefetch/testing/plans.ts'
import { openReader, openWriter } from '../testing/temporary-store.ts'
import {
  type LeaseIsOver,
  longestKeptMs,
  mostRunErrors,
  mostRuns,
  type StoredCounts,
} from './stored-prefetch.ts'

const due = utc('2024-07-05T12:30:00Z')
const counts: StoredCounts = {
  symbols: 2,
  ready: 3,
  of: 12,
  requests: 4,
  bars: 780,
  bytes: 9000,
  gaps: 5,
  filled: 2,
}
const noCounts = { symbols: 0, ready: 0, of: 0, requests: 0, bars: 0, bytes: 0, gaps: 0, filled: 0 }
const lease = { owner: 'Tapedeck (process 11)', pid: 11, beatAt: due }
const never: LeaseIsOver = () => false

describe('plans', () => {
  test('are kept by name, changed where they are, renamed with their runs, and removed without them', () => {
    const { prefetch, path } = openWriter()
    prefetch.savePlan(planOf({ name: 'b' }), undefined, due)
    prefetch.savePlan(planOf({ name: 'a' }), undefined, due)
    expect(prefetch.plans().map(({ plan }) => plan.name)).toEqual(['a', 'b'])
    const { id } = prefetch.beginRun(runOf({ plan: 'b' }), lease, never)
    prefetch.endRun(id, { outcome: 'done', endedAt: due, counts, errors: [] })
    const changed = planOf({ name: 'c', trailing: 9 })
    prefetch.savePlan(changed, 'b', due)
    expect(openReader(path).prefetch.plans()).toEqual([
      { plan: planOf({ name: 'a' }), lookedAt: due },
      { plan: changed, lookedAt: due },
    ])
    expect(prefetch.lastRun('c')?.id).toBe(id)
    prefetch.removePlan('c', never)
    expect(prefetch.plans()).toHaveLength(1)
    expect(prefetch.runs({ most: 9 })).toHaveLength(1)
  })

  test('a name that is taken, and a plan that is not there, are refused in words', () => {
    const { prefetch } = openWriter()
    prefetch.savePlan(planOf({ name: 'a' }), undefined, due)
    prefetch.savePlan(planOf({ name: 'b' }), undefined, due)
    const field = expect.objectContaining({ code: 'usage', detail: { field: 'name' } })
    expect(() => prefetch.savePlan(planOf({ name: 'a' }), undefined, due)).toThrow(field)
    expect(() => prefetch.savePlan(planOf({ name: 'a' }), 'b', due)).toThrow(field)
    expect(() => prefetch.savePlan(planOf(), 'none', due)).toThrow('There is no plan "none"')
    expect(() => prefetch.removePlan('none', never)).toThrow('There is no plan "none"')
  })

  test('are seen to from their saving on; another time to run starts that anew, other symbols do not', () => {
    const { prefetch } = openWriter()
    const lookedAt = () => prefetch.plans().map((stored) => stored.lookedAt)
    prefetch.savePlan(planOf(), undefined, due)
    prefetch.notePlansLooked(['Night'], addMs(due, 5))
    expect(lookedAt()).toEqual([due + 5])
    prefetch.savePlan(planOf({ trailing: 1 }), 'Night', addMs(due, 9))
    expect(lookedAt()).toEqual([due + 5])
    prefetch.savePlan(planOf({ when: { kind: 'at', time: '18:00' } }), 'Night', addMs(due, 9))
    expect(lookedAt()).toEqual([due + 9])
  })
})

describe('runs', () => {
  test('are on record from their begin to their end, page by page', () => {
    const { prefetch, path } = openWriter()
    const run = prefetch.beginRun(runOf(), lease, never)
    const begun = { id: run.id, ...runOf(), outcome: 'running', ...noCounts, errors: [] }
    expect(run).toEqual(begun)
    prefetch.keepRun(run.id, counts, addMs(due, 30_000))
    expect(prefetch.running()).toEqual([{ run: { ...begun, ...counts }, ...lease, beatAt: due + 30_000 }])
    const errors = Array.from({ length: 300 }, (_, index) => ({ symbol: `S${index}`, cause: 'late' }))
    const end = { outcome: 'partial', reason: 'One source was late.', endedAt: addMs(due, 60_000) } as const
    prefetch.endRun(run.id, { ...end, counts: { ...counts, ready: 11 }, errors })
    const record = { ...begun, ...end, ...counts, ready: 11, errors: errors.slice(0, mostRunErrors) }
    expect(openReader(path).prefetch.run(run.id)).toEqual(record)
    prefetch.endRun(run.id, { outcome: 'failed', endedAt: due, counts, errors: [] })
    expect(prefetch.run(run.id)).toEqual(record)

    const skipped = [1, 2, 3].map((days) => ({
      ...runOf({ due: addMs(due, days * dayMs) }),
      reason: 'asleep',
    }))
    prefetch.skipRuns(skipped)
    const ids = (query: { before?: number; plan?: string }) =>
      prefetch.runs({ most: 2, ...query }).map(({ id }) => id - run.id)
    expect(ids({})).toEqual([3, 2])
    expect(ids({ before: run.id + 2, plan: 'Night' })).toEqual([1, 0])
    expect(ids({ plan: 'another' })).toEqual([])
    const ofSession = prefetch.runsFor('Night', '2024-07-05' as SessionDate)
    expect(ofSession.map(({ outcome }) => outcome)).toEqual(['partial', 'skipped', 'skipped', 'skipped'])
    expect(prefetch.runsFor('Night', '2024-07-08' as SessionDate)).toEqual([])
    expect(prefetch.lastRun('Night')).toMatchObject({ outcome: 'skipped', reason: 'asleep', endedAt: due })
  })

  test('are kept a year, and so many of each plan; one that goes on stays', () => {
    const { prefetch } = openWriter()
    const old = addMs(due, -longestKeptMs - 1)
    const { id } = prefetch.beginRun(runOf({ plan: 'Old', due: old, startedAt: old }), lease, never)
    const errors = [{ symbol: 'SPY', cause: 'none' }]
    prefetch.endRun(id, { outcome: 'failed', endedAt: old, errors })
    prefetch.beginRun(runOf({ plan: 'Long', due: old, startedAt: old }), lease, never)
    expect(prefetch.runs({ most: 9 }).map(({ plan }) => plan)).toEqual(['Long', 'Old'])
    const skipped = Array.from({ length: mostRuns + 3 }, (_, number) => ({
      ...runOf({ due: addMs(due, number) }),
      reason: 'asleep',
    }))
    prefetch.skipRuns(skipped)
    expect(prefetch.runs({ plan: 'Old', most: 9 })).toEqual([])
    expect(prefetch.lastRun('Long')?.outcome).toBe('running')
    const kept = prefetch.runs({ plan: 'Night', most: 2000 }).map((run) => run.due)
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([mostRuns, due + mostRuns + 2, due + 3])
  })

  test('of one time of a plan there is one, whoever comes second', () => {
    const { prefetch } = openWriter()
    const { id } = prefetch.beginRun(runOf(), lease, never)
    prefetch.endRun(id, { outcome: 'done', endedAt: due, errors: [] })
    expect(() => prefetch.beginRun(runOf({ trigger: 'missed' }), lease, never)).toThrow(
      'had its run of 2024-07-05T12:30:00Z already',
    )
    prefetch.skipRuns([{ ...runOf(), reason: 'too late' }])
    expect(prefetch.runs({ most: 9 }).map(({ outcome }) => outcome)).toEqual(['done'])
  })

  test('never overlap: a plan that runs is neither run nor removed, another one is', () => {
    const { prefetch } = openWriter()
    prefetch.savePlan(planOf(), undefined, due)
    prefetch.beginRun(runOf(), lease, never)
    const later = runOf({ due: addMs(due, 1), trigger: 'hand' })
    const said = 'The plan Night runs already, in Tapedeck (process 11) since 2024-07-05T12:30:00Z'
    expect(() => prefetch.beginRun(later, lease, never)).toThrow(said)
    expect(() => prefetch.removePlan('Night', never)).toThrow(said)
    expect(prefetch.beginRun(runOf({ plan: 'Other' }), lease, never).outcome).toBe('running')
  })
})

describe('a process that ended in the midst of a run', () => {
  const other: Runner = { owner: 'tapedeck prefetch (process 12)', pid: 12, runs: [] }
  const seconds = (count: number) => addMs(due, count * 1000)

  test('leaves a run that the next one ends as interrupted, with what was counted', () => {
    const { prefetch } = openWriter()
    const { id } = prefetch.beginRun(runOf(), lease, never)
    prefetch.keepRun(id, counts, seconds(30))
    const alive = leaseIsOver(other, seconds(60), () => true)
    const gone = leaseIsOver(other, seconds(60), (pid) => pid !== 11)
    expect(prefetch.interruptRuns(seconds(60), alive)).toEqual([])
    expect(prefetch.interruptRuns(seconds(60), gone)).toEqual([
      expect.objectContaining({
        id,
        outcome: 'interrupted',
        reason: expect.stringContaining('Tapedeck (process 11) ended before the run was done'),
        endedAt: seconds(30),
        ...counts,
      }),
    ])
    expect(prefetch.running()).toEqual([])
    expect(() => prefetch.keepRun(id, counts, seconds(61))).toThrow(
      expect.objectContaining({ code: 'cancelled' }),
    )
  })

  test('is noticed by a run of the same plan too', () => {
    const { prefetch } = openWriter()
    const { id } = prefetch.beginRun(runOf(), lease, never)
    const again = runOf({ due: seconds(40), startedAt: seconds(40), trigger: 'command' })
    const second = { owner: other.owner, pid: 12, beatAt: seconds(40) }
    expect(() =>
      prefetch.beginRun(
        again,
        second,
        leaseIsOver(other, seconds(40), () => true),
      ),
    ).toThrow('runs already')
    prefetch.beginRun(
      again,
      second,
      leaseIsOver(other, seconds(40), () => false),
    )
    expect(prefetch.run(id)?.outcome).toBe('interrupted')
    expect(prefetch.running()).toHaveLength(1)
  })

  test('is taken for gone when it is silent; one that runs plans knows of its own, however long it slept', () => {
    const { prefetch } = openWriter()
    const { id } = prefetch.beginRun(runOf(), lease, never)
    const isOver = (runner: Runner, minutes: number) =>
      prefetch.running().some(leaseIsOver(runner, addMs(due, minutes * minuteMs), () => true))
    expect(isOver(other, 2)).toBe(false)
    expect(isOver(other, 2.1)).toBe(true)
    const own = { owner: lease.owner, pid: 11 }
    expect(isOver({ ...own, runs: [id] }, 600)).toBe(false)
    expect(isOver({ ...own, runs: [] }, 1)).toBe(false)
    expect(isOver({ ...own, runs: [] }, 3)).toBe(true)
  })
})

describe('the use of symbols', () => {
  test('is counted once an hour, and halves in a fortnight', () => {
    const { prefetch } = openWriter()
    prefetch.noteUse(['SPY', 'AIG', 'SPY'], 'replay', due)
    prefetch.noteUse(['SPY'], 'chart', addMs(due, 59 * minuteMs))
    prefetch.noteUse(['SPY'], 'chart', addMs(due, 14 * dayMs))
    expect(prefetch.usedSymbols()).toEqual([
      { symbol: 'AIG', score: 1, uses: 1, lastUsedAt: due, lastUse: 'replay', mark: undefined },
      { symbol: 'SPY', score: 1.5, uses: 2, lastUsedAt: due + 14 * dayMs, lastUse: 'chart', mark: undefined },
    ])
  })

  test('a clock that was put back counts all the same, and does not make the past worth more', () => {
    const { prefetch } = openWriter()
    prefetch.noteUse(['SPY'], 'replay', due)
    prefetch.noteUse(['SPY'], 'replay', addMs(due, -14 * dayMs))
    expect(prefetch.usedSymbols()).toMatchObject([{ score: 1.5, uses: 2, lastUsedAt: due }])
  })

  test('marks stay with a symbol, used or not, until they are taken back or it is forgotten', () => {
    const { prefetch } = openWriter()
    prefetch.noteUse(['SPY'], 'watchlist', due)
    prefetch.markUsed('SPY', 'never')
    prefetch.markUsed('AIG', 'pin')
    prefetch.noteUse(['SPY'], 'watchlist', addMs(due, dayMs))
    const marks = () => prefetch.usedSymbols().map(({ symbol, uses, mark }) => `${symbol} ${uses} ${mark}`)
    expect(marks()).toEqual(['AIG 0 pin', 'SPY 2 never'])
    prefetch.markUsed('SPY', undefined)
    prefetch.markUsed('AIG', undefined)
    expect(marks()).toEqual(['SPY 2 undefined'])
    prefetch.noteUse(['BAC'], 'chart', due)
    prefetch.forgetUsed('SPY')
    expect(marks()).toEqual(['BAC 1 undefined'])
    prefetch.forgetUsed(undefined)
    expect(marks()).toEqual([])
  })
})
