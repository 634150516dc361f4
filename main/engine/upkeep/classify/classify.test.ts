import { describe, expect, test } from 'vitest'
import { gapClasses, gapMeanings } from '#shared/gaps/gap-class.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { Evidence, RequestEvidence, UsualEvidence } from '../evidence/evidence.ts'
import { minuteOf } from '../testing/made-hours.ts'
import { classify } from './classify.ts'

const later = minuteOf(10_000)
const ended: Evidence = { kind: 'hours', state: 'ended' }
const around: Evidence = { kind: 'stored', feed: 'one', before: true, after: true }
const noBars: Evidence = { kind: 'stored', feed: undefined, before: false, after: false }
const endsBefore: Evidence = { kind: 'stored', feed: 'one', before: true, after: false }
const halt: Evidence = {
  kind: 'halt',
  from: minuteOf(0),
  to: minuteOf(60),
  code: 'LUDP',
  source: 'halts.csv',
  knownAt: later,
}
const busySides: Evidence = { kind: 'neighbours', before: 1200, after: 900 }
const thinSides: Evidence = { kind: 'neighbours', before: 200, after: 100 }
const alone: Evidence = { kind: 'others', liquid: 12, missing: [] }
const together: Evidence = { kind: 'others', liquid: 12, missing: ['AAA', 'BBB', 'CCC'] }

/** A symbol with so many of 600 minutes at that time of day without a bar, volume 1000. */
function usual(empty: number, longestRun = 3): UsualEvidence {
  const day = { dayMinutes: 7000, dayPresent: 7000 - 12 * empty }
  return {
    kind: 'usual',
    sessions: 20,
    minutes: 600,
    present: 600 - empty,
    ...day,
    volume: 1000,
    holes: empty,
    longestRun,
  }
}
const always = usual(0, 0)
const seldom = usual(4)
const quiet = usual(90)

function asked(source: string, told: Partial<RequestEvidence> = {}): RequestEvidence {
  const window = { from: minuteOf(0), to: minuteOf(60), askedAt: later }
  return { kind: 'request', source, ...window, try: 1, outcome: 'empty', bars: 0, ...told }
}

function mark(gapClass: 'no-trade' | 'halted' | 'feed-gap' | 'none'): Evidence {
  return {
    kind: 'mark',
    from: minuteOf(0),
    to: minuteOf(60),
    class: gapClass,
    reason: 'seen elsewhere',
    at: later,
  }
}

/** The day's volume, where 20 minutes of usually 1000 each are missing. */
function dailyVolume(volume: number, allMinutes: number, regularMinutes = allMinutes): Evidence {
  return { kind: 'daily-volume', feed: 'one', volume, allMinutes, regularMinutes, missing: 20 }
}

const table: readonly (readonly [string, readonly Evidence[], string, string, RegExp])[] = [
  // 1 to 4: hours, listing, the clock, halts
  ['outside the hours', [{ kind: 'hours', state: 'closed' }, halt], 'closed', 'proven', /closed/],
  ['not ended, though halted', [{ kind: 'hours', state: 'pending' }, halt], 'pending', 'proven', /not ended/],
  [
    'before the listing',
    [ended, { kind: 'listing', first: later, certainty: 'corroborated' }, halt, noBars],
    'not-listed',
    'corroborated',
    /first bar/,
  ],
  [
    'in a halt, beside busy bars',
    [ended, halt, around, always, busySides],
    'halted',
    'proven',
    /LUDP.*halts\.csv/,
  ],
  // a person's word, and taken back
  [
    'marked',
    [ended, mark('halted'), around, always, busySides],
    'halted',
    'probable',
    /by hand.*seen elsewhere/,
  ],
  ['marked twice', [ended, mark('no-trade'), mark('feed-gap'), around], 'feed-gap', 'probable', /by hand/],
  ['a mark taken back', [ended, mark('halted'), mark('none'), noBars], 'not-fetched', 'proven', /no source/],
  // 5: not fetched
  ['never asked for', [ended, noBars, alone], 'not-fetched', 'proven', /no source was asked/],
  ['cut off at the end', [ended, endsBefore, always, busySides], 'not-fetched', 'probable', /end before/],
  [
    'missing at the open',
    [ended, { kind: 'stored', feed: 'one', before: false, after: true }, always, busySides],
    'not-fetched',
    'probable',
    /begin after/,
  ],
  [
    'cut off by paging, in a quiet symbol',
    [ended, around, asked('web', { outcome: 'truncated', bars: 5, reached: minuteOf(9) }), quiet],
    'not-fetched',
    'proven',
    /web was cut off/,
  ],
  ['the end of a quiet symbol', [ended, endsBefore, quiet, thinSides], 'no-trade', 'probable', /./],
  [
    'no source answers, no bars',
    [ended, noBars, asked('web', { outcome: 'failed' })],
    'unknown',
    'none',
    /did not answer/,
  ],
  // 6: asked, and empty
  [
    'one source empty, quiet',
    [ended, around, asked('web'), quiet],
    'no-trade',
    'probable',
    /web had nothing/,
  ],
  [
    'one whole answer without it, quiet',
    [ended, around, asked('web', { outcome: 'bars', bars: 40 }), quiet],
    'no-trade',
    'probable',
    /web had nothing/,
  ],
  [
    'before the point where an answer was cut off',
    [ended, around, asked('web', { outcome: 'truncated', bars: 5, reached: minuteOf(30) }), quiet],
    'no-trade',
    'probable',
    /web had nothing/,
  ],
  [
    'one source empty, and nothing known',
    [ended, around, asked('web')],
    'unknown',
    'none',
    /web had nothing/,
  ],
  // 7: busy neighbours, others
  [
    'busy on both sides',
    [ended, around, always, busySides, alone],
    'feed-gap',
    'probable',
    /1200 and 900.*12 other/,
  ],
  [
    'busy on both sides, one source empty',
    [ended, around, asked('web'), always, busySides],
    'feed-gap',
    'probable',
    /web/,
  ],
  [
    'several lack it too',
    [ended, around, always, thinSides, together],
    'feed-gap',
    'probable',
    /3 of 12.*AAA, BBB and CCC/,
  ],
  [
    'too long for a quiet symbol',
    [ended, around, usual(90, 3), thinSides],
    'feed-gap',
    'probable',
    /longer than 3/,
  ],
  // 8: a second look
  [
    'another source has it',
    [ended, around, asked('web', { outcome: 'bars', bars: 60 }), quiet],
    'feed-gap',
    'proven',
    /web has a bar/,
  ],
  [
    'another feed has it',
    [ended, around, { kind: 'other-feed', feed: 'two' }, quiet],
    'feed-gap',
    'proven',
    /feed two has/,
  ],
  [
    'two sources empty',
    [ended, around, asked('web'), asked('disk'), always, busySides],
    'no-trade',
    'corroborated',
    /web and disk/,
  ],
  [
    'one source empty twice',
    [ended, around, asked('web'), asked('web', { try: 2 }), quiet],
    'no-trade',
    'probable',
    /./,
  ],
  // only what is usual
  ['quiet', [ended, around, quiet, busySides], 'no-trade', 'probable', /510 of 600/],
  [
    'seldom empty, beside thin bars',
    [ended, around, seldom, thinSides],
    'no-trade',
    'probable',
    /596 of 600/,
  ],
  // the day's volume, where nothing else tells
  [
    'all of the day’s volume is there',
    [ended, around, always, thinSides, dailyVolume(400_000, 399_000)],
    'no-trade',
    'probable',
    /daily volume of feed one is 400000, all of which its minutes have/,
  ],
  [
    'all of it is there in regular hours alone',
    [ended, around, always, thinSides, dailyVolume(400_000, 450_000, 400_000)],
    'no-trade',
    'probable',
    /all of which/,
  ],
  [
    'more of it is left than what is missing and auctions could make',
    [ended, around, always, thinSides, dailyVolume(400_000, 339_000)],
    'feed-gap',
    'probable',
    /more is left than .* and the 10 % that auctions and other hours may make/,
  ],
  [
    'what is left may be an auction',
    [ended, around, always, thinSides, dailyVolume(400_000, 350_000)],
    'unknown',
    'none',
    /tells nothing: up to 10 % may be auctions/,
  ],
  [
    'all of it is there, beside busy bars: a vendor may have added up its own minutes',
    [ended, around, always, busySides, dailyVolume(400_000, 400_000)],
    'feed-gap',
    'probable',
    /1200 and 900.*all of which/,
  ],
  [
    'more is left, of a quiet symbol: other minutes may be those',
    [ended, around, quiet, thinSides, dailyVolume(400_000, 100_000)],
    'no-trade',
    'probable',
    /more is left/,
  ],
  // 9
  [
    'seldom empty, beside busy bars',
    [ended, around, seldom, { kind: 'neighbours', before: 1500, after: 1000 }],
    'unknown',
    'none',
    /1500/,
  ],
  [
    'never empty, beside thin bars',
    [ended, around, always, thinSides, alone],
    'unknown',
    'none',
    /200 and 100/,
  ],
  ['nothing known', [ended, around], 'unknown', 'none', /nothing is known/],
]

describe('the class of missing minutes, in the order of the rules', () => {
  // The gap: minutes 10 to 19, a run of four or ten of them.
  test.each(table)('%s', (name, evidence, gapClass, certainty, reason) => {
    const run = name.startsWith('too long') ? 10 : 2
    const verdict = classify({ start: minuteOf(10), minutes: run, run }, evidence)
    expect(verdict).toMatchObject({ class: gapClass, certainty })
    expect(verdict.reason).toMatch(reason)
  })

  test('every class comes up, and each has a meaning', () => {
    expect(new Set(table.map(([, , gapClass]) => gapClass))).toEqual(new Set(gapClasses))
    for (const gapClass of gapClasses) expect(gapMeanings[gapClass]).toMatch(/^[A-Z].*\.$/)
  })
})

test('only what was asked for, halted, or said by a person is settled', () => {
  const settled = (...evidence: Evidence[]) =>
    classify({ start: minuteOf(10), minutes: 2, run: 2 }, [ended, around, ...evidence]).settled
  expect(settled(quiet)).toBe(false)
  expect(settled(always, busySides)).toBe(false)
  expect(settled(quiet, asked('web'))).toBe(true)
  expect(settled(quiet, asked('web', { outcome: 'failed' }))).toBe(false)
  expect(settled(always, thinSides, dailyVolume(400_000, 400_000))).toBe(false)
  expect(settled(halt)).toBe(true)
  expect(settled(mark('no-trade'))).toBe(true)
  expect(settled(mark('feed-gap'))).toBe(false)
})

test('a few others that lack the minute among many are chance', () => {
  const others = (liquid: number, missing: number): Evidence => ({
    kind: 'others',
    liquid,
    missing: Array.from({ length: missing }, (_, index) => `S${index}`),
  })
  const classOf = (entry: Evidence) =>
    classify({ start: minuteOf(10) as EpochMs, minutes: 1, run: 1 }, [
      ended,
      around,
      always,
      thinSides,
      entry,
    ]).class
  expect([
    classOf(others(100, 2)),
    classOf(others(100, 10)),
    classOf(others(3, 1)),
    classOf(others(3, 2)),
  ]).toEqual(['unknown', 'feed-gap', 'unknown', 'feed-gap'])
})
