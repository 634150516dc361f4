import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GapClass } from '#shared/gaps/gap-class.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import type { RequestEvidence } from '../evidence/evidence.ts'
import { clockAt, monday } from '../testing/made-store.ts'
import { exhaustedMinutes, type PlannedRequest, planFill } from './fill-plan.ts'

const sources = ['first', 'second'] as const
const askedSources = sources.map((name) => ({ name }))
const closedClasses: readonly GapClass[] = ['pending', 'not-listed', 'halted']

/** What is known of one minute; `present` is one that has a bar. */
interface Minute {
  readonly class: GapClass | 'present'
  readonly empty: readonly string[]
  readonly failed: readonly string[]
}

function request(source: string, minute: number, outcome: RequestEvidence['outcome']): RequestEvidence {
  const window = { from: clockAt(monday, minute), to: clockAt(monday, minute + 1) }
  return { kind: 'request', source, ...window, askedAt: clockAt(monday, 900), try: 1, outcome, bars: 0 }
}

/** A gap of one minute for each that has no bar. */
function gapsOf(minutes: readonly Minute[]): readonly ClassifiedGap[] {
  return minutes.flatMap((minute, index): ClassifiedGap[] => {
    if (minute.class === 'present') return []
    const [start, end] = [clockAt(monday, index), clockAt(monday, index + 1)]
    const known = [
      ...minute.failed.map((source) => request(source, index, 'failed')),
      ...minute.empty.map((source) => request(source, index, 'empty')),
    ]
    const gap = {
      class: minute.class,
      certainty: 'none',
      reason: '',
      settled: false,
      tries: known.length,
    } as const
    return [{ start, end, minutes: 1, ...gap, evidence: [{ start, minutes: 1, known }] }]
  })
}

function span({ start, end }: PlannedRequest): readonly [number, number] {
  const open = clockAt(monday, 0)
  return [(start - open) / minuteMs, (end - open) / minuteMs]
}

/** Whom a minute is to be asked of, written down once more without the plan. */
function wanted(minute: Minute, maxTries: number): string | undefined {
  if (minute.class === 'present' || closedClasses.includes(minute.class)) return undefined
  if (minute.class === 'no-trade' && minute.empty.length > 1) return undefined
  return sources.find((source) => {
    const tries = [...minute.failed, ...minute.empty].filter((name) => name === source).length
    return tries < maxTries && !minute.empty.includes(source)
  })
}

const anyMinute = fc.record<Minute>({
  class: fc.constantFrom<(GapClass | 'present')[]>(
    'present',
    'feed-gap',
    'unknown',
    'no-trade',
    'not-fetched',
    'halted',
  ),
  empty: fc.subarray([...sources]),
  failed: fc.subarray(['first', 'first', 'second']),
})

test('each minute is in one request, of the first source that can still help; no other missing minute is in any', () => {
  const anySession = fc.integer({ min: 1, max: 60 }).chain((length) =>
    fc.record({
      minutes: fc.array(anyMinute, { minLength: length, maxLength: length }),
      maxTries: fc.integer({ min: 1, max: 3 }),
      joinMinutes: fc.integer({ min: 0, max: 10 }),
    }),
  )
  fc.assert(
    fc.property(anySession, ({ minutes, ...options }) => {
      const requests = planFill(gapsOf(minutes), askedSources, options)
      const asked = requests.flatMap((one) => one.missing.map((start) => [start, one.source] as const))
      const expected = minutes.flatMap((minute, index) => {
        const source = wanted(minute, options.maxTries)
        return source === undefined ? [] : [[clockAt(monday, index), source] as const]
      })
      expect(asked).toEqual(expected)
      for (const one of requests) {
        const [from, to] = span(one)
        expect([one.missing[0], one.missing.at(-1)]).toEqual([one.start, (one.end - minuteMs) as EpochMs])
        for (let index = from; index < to; index++)
          if (minutes[index]?.class !== 'present') expect(one.missing).toContain(clockAt(monday, index))
      }
    }),
    { seed: 11, numRuns: 300 },
  )
})

test('runs are joined where they are near, and no farther', () => {
  const minutes = Array.from({ length: 30 }, (_, index): Minute => {
    const isMissing = [0, 1, 6, 20].includes(index)
    return { class: isMissing ? 'feed-gap' : 'present', empty: [], failed: [] }
  })
  const spans = (joinMinutes: number) =>
    planFill(gapsOf(minutes), askedSources, { maxTries: 5, joinMinutes }).map(span)
  expect(spans(0)).toEqual([
    [0, 2],
    [6, 7],
    [20, 21],
  ])
  expect(spans(4)).toEqual([
    [0, 7],
    [20, 21],
  ])
  expect(spans(13)).toEqual([[0, 21]])
})

test('a source that is given up for a minute leaves it to the next one', () => {
  const gaps = gapsOf([{ class: 'unknown', empty: [], failed: [] }])
  const mayAsk = (source: string) => source !== 'first'
  const plan = planFill(gaps, askedSources, { maxTries: 5, joinMinutes: 5, mayAsk })
  expect(plan).toMatchObject([{ source: 'second', try: 1 }])
})

test('whoever begins anew asks again for what nothing explains, and for nothing else', () => {
  const open = gapsOf([{ class: 'feed-gap', empty: ['first'], failed: ['second', 'second'] }])
  const plan = (gaps: readonly ClassifiedGap[], since?: EpochMs) =>
    planFill(gaps, askedSources, { maxTries: 2, joinMinutes: 5, since })
  const asked = clockAt(monday, 900)
  expect(plan(open)).toEqual([])
  expect(plan(open, asked)).toEqual([])
  expect(plan(open, addMs(asked, 1))).toMatchObject([{ source: 'first', try: 2 }])
  const settled = gapsOf([{ class: 'no-trade', empty: ['first'], failed: [] }])
  const quiet = settled.map((gap) => ({ ...gap, settled: true }))
  expect(plan(quiet, addMs(asked, 1))).toMatchObject([{ source: 'second', try: 1 }])
})

test('G3: minutes count as exhausted when every source was asked often enough or has nothing, and one failed', () => {
  const gaps = gapsOf([
    { class: 'unknown', empty: ['second'], failed: ['first', 'first'] },
    { class: 'unknown', empty: ['first', 'second'], failed: [] },
    { class: 'unknown', empty: [], failed: ['first', 'first'] },
    { class: 'halted', empty: [], failed: ['first', 'first', 'second', 'second'] },
  ])
  expect(exhaustedMinutes(gaps, askedSources, 2)).toBe(1)
  expect(exhaustedMinutes(gaps, [{ name: 'first' }], 2)).toBe(2)
})
