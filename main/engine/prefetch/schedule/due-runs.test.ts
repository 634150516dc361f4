import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { Plan, PlanTime } from '#shared/prefetch/plan.ts'
import { addMs, dayMs, type EpochMs, formatUtc, hourMs, minuteMs, parseUtc } from '#shared/time/epoch.ts'
import { dueRuns, longestMissedMs } from './due-runs.ts'
import { runsBetween } from './run-times.ts'

const xnys = calendarOf('XNYS')
const graceMs = 6 * minuteMs

function utc(text: string): EpochMs {
  return parseUtc(text) as EpochMs
}

function look(plan: Pick<Plan, 'when' | 'missed'>, since: string, now: string): unknown {
  const { run, skipped } = dueRuns(plan, xnys, utc(since), utc(now), graceMs)
  return {
    run: run && `${run.trigger} ${formatUtc(run.due)} for ${run.session.date}`,
    skipped: skipped.map(({ due, session, reason }) => `${formatUtc(due)} for ${session.date}: ${reason}`),
  }
}

const beforeOpen: PlanTime = { kind: 'before-open', minutes: 60 }
const catchUp = { when: beforeOpen, missed: 'run' } as const
const skip = { when: beforeOpen, missed: 'skip' } as const
const thisMorning = 'Nothing was there to run it at 2024-07-05 08:30 (America/New_York)'

describe('what is due since the last look', () => {
  test('nothing, as long as no time has come', () => {
    expect(look(catchUp, '2024-07-03T12:30:00Z', '2024-07-05T12:29:59Z')).toEqual({
      run: undefined,
      skipped: [],
    })
  })

  test('a run whose time has just come, whatever the plan says of missed ones', () => {
    const run = 'schedule 2024-07-05T12:30:00Z for 2024-07-05'
    for (const plan of [catchUp, skip]) {
      expect(look(plan, '2024-07-03T12:30:00Z', '2024-07-05T12:30:00Z')).toEqual({ run, skipped: [] })
      expect(look(plan, '2024-07-05T12:29:59Z', '2024-07-05T12:36:00Z')).toEqual({ run, skipped: [] })
    }
  })

  test('a missed run whose session is ahead is caught up with or skipped, as the plan says', () => {
    const [since, now] = ['2024-07-03T20:00:00Z', '2024-07-05T13:00:00Z']
    expect(look(catchUp, since, now)).toEqual({
      run: 'missed 2024-07-05T12:30:00Z for 2024-07-05',
      skipped: [],
    })
    expect(look(skip, since, now)).toEqual({
      run: undefined,
      skipped: [`2024-07-05T12:30:00Z for 2024-07-05: ${thisMorning}; the plan skips runs that were missed.`],
    })
  })

  test('a session that has opened since is not made ready', () => {
    expect(look(catchUp, '2024-07-03T20:00:00Z', '2024-07-05T13:30:00Z')).toEqual({
      run: undefined,
      skipped: [
        `2024-07-05T12:30:00Z for 2024-07-05: ${thisMorning}, and the session of 2024-07-05 has opened since.`,
      ],
    })
  })

  test('many missed runs are one for the session ahead, and a line for each session that has opened', () => {
    const hourly = { when: { kind: 'cron', line: '0 * * * *' }, missed: 'run' } as const
    const { run, skipped } = dueRuns(
      hourly,
      xnys,
      utc('2024-07-01T00:00:00Z'),
      utc('2024-07-06T12:15:00Z'),
      graceMs,
    )
    expect(run).toMatchObject({
      trigger: 'missed',
      due: utc('2024-07-06T12:00:00Z'),
      session: { date: '2024-07-08' },
    })
    expect(skipped.map(({ session }) => session.date)).toEqual([
      '2024-07-01',
      '2024-07-02',
      '2024-07-03',
      '2024-07-05',
    ])
  })

  test('nothing, where the clock was put back, be it from the end of the calendar', () => {
    const back = dueRuns(catchUp, xnys, utc('2028-12-31T12:00:00Z'), utc('2024-07-05T12:30:00Z'), graceMs)
    expect(back).toEqual({ run: undefined, skipped: [] })
  })

  test('of a computer that was off for a year the last three months are told', () => {
    const { skipped } = dueRuns(
      catchUp,
      xnys,
      utc('2023-01-01T00:00:00Z'),
      utc('2024-07-06T12:00:00Z'),
      graceMs,
    )
    expect(skipped.length).toBeGreaterThan(60)
    expect(skipped[0]?.due).toBeGreaterThanOrEqual(utc('2024-07-06T12:00:00Z') - longestMissedMs)
  })
})

describe('whenever one looks', () => {
  const looks = fc.record({
    when: fc.constantFrom<PlanTime>(
      beforeOpen,
      { kind: 'at', time: '18:00' },
      { kind: 'cron', line: '*/30 4-9 * * *' },
      { kind: 'cron', line: '0 6 * * 0,6' },
    ),
    missed: fc.constantFrom('run' as const, 'skip' as const),
    start: fc.integer({ min: 0, max: 300 * 24 * 60 }),
    gaps: fc.array(fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 60, max: 8 * 24 * 60 })), {
      minLength: 1,
      maxLength: 12,
    }),
  })

  test('each session that had a run is accounted for, once a look, and only one that is ahead is made ready', () => {
    fc.assert(
      fc.property(looks, ({ when, missed, start, gaps }) => {
        let since = addMs(utc('2024-01-01T00:00:00Z'), start * minuteMs)
        for (const gap of gaps) {
          const now = addMs(since, gap * minuteMs)
          const { run, skipped } = dueRuns({ when, missed }, xnys, since, now, graceMs)
          const expected = runsBetween(when, xnys, addMs(since, 1), addMs(now, 1))
          const told = [...skipped, ...(run ? [run] : [])]
          expect(told.map(({ session }) => session.date)).toEqual([
            ...new Set(expected.map(({ session }) => session.date)),
          ])
          for (const { due, session } of told)
            expect(due).toBe(expected.findLast((other) => other.session === session)?.due)
          if (run) expect(run.session.open).toBeGreaterThan(now)
          if (run?.trigger === 'missed') expect([missed, now - run.due > graceMs]).toEqual(['run', true])
          for (const { due, session } of skipped)
            if (session.open > now) expect([missed, now - due > graceMs]).toEqual(['skip', true])
          since = now
        }
      }),
      { numRuns: 200, seed: 7 },
    )
  })

  test('looking in more steps makes ready what looking once does', () => {
    const [since, now] = [utc('2024-03-08T00:00:00Z'), utc('2024-03-11T12:45:00Z')]
    const once = dueRuns(catchUp, xnys, since, now, graceMs).run
    const steps = Array.from(
      { length: 40 },
      (_, step) => Math.min(now, since + (step + 1) * 3 * hourMs) as EpochMs,
    )
    const runs = steps.flatMap((time, step) => {
      const from = steps[step - 1] ?? since
      return dueRuns(catchUp, xnys, from, time, graceMs).run ?? []
    })
    expect(runs.at(-1)?.due).toBe(once?.due)
    expect(addMs(since, 3 * dayMs)).toBeLessThan(now)
  })
})
