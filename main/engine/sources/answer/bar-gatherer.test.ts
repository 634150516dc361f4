import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import { addMs, type EpochMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import type { BarAnswer, BarRequest } from '../data-source.ts'
import { faultOf } from '../fault.ts'
import type { RawBar } from './bar-fault.ts'
import { BarGatherer, type GatherClock } from './bar-gatherer.ts'
import { isProvenSilent } from './silence.ts'

const open = epochMs(Date.UTC(2024, 6, 8, 13, 30))
const later: GatherClock = { now: addMs(open, 1000 * minuteMs), settleMs: 0 }
const request: BarRequest = {
  id: 'r1',
  exchange: 'XNYS',
  symbols: ['SPY'],
  interval: oneMinute,
  start: open,
  end: addMs(open, 10 * minuteMs),
}

function bar(minute: number, told: Partial<RawBar> = {}): RawBar {
  return { start: open + minute * minuteMs, open: 2, high: 3, low: 1, close: 2, volume: 10, ...told }
}

function minute(count: number): EpochMs {
  return addMs(open, count * minuteMs)
}

/** The answer of a source that sends these bars. */
function answerTo(bars: readonly RawBar[], clock = later, until?: EpochMs): BarAnswer {
  const gatherer = new BarGatherer('here', request, clock)
  for (const one of bars) gatherer.add('SPY', one)
  const fault = faultOf('timeout', 'It fell silent.')
  const answer = gatherer.answers(() => (until === undefined ? undefined : { until, fault })).get('SPY')
  if (!answer) throw new Error('no answer')
  return answer
}

function minutesOf(answer: BarAnswer): number[] {
  return 'columns' in answer ? [...answer.columns.start].map((start) => (start - open) / minuteMs) : []
}

describe('what a source sent becomes an answer', () => {
  test('G1: sorted, each minute once, of two versions the later one', () => {
    const answer = answerTo([bar(3), bar(1), bar(3, { close: 2.5 }), bar(0), bar(1)])
    expect(minutesOf(answer)).toEqual([0, 1, 3])
    expect(answer).toMatchObject({ kind: 'bars', rejected: [] })
    expect('columns' in answer && [...answer.columns.close]).toEqual([2, 2, 2.5])
  })

  test('G1: the end of the window does not belong to it', () => {
    const answer = answerTo([bar(9), bar(10), bar(-1)])
    expect(minutesOf(answer)).toEqual([9])
  })

  test('nothing at all is proven empty', () => {
    expect(answerTo([])).toEqual({ kind: 'empty' })
  })

  test.each([
    [{ high: 0.5 }, /high 0.5 is below low 1/],
    [{ open: 9 }, /high 3 is below 9/],
    [{ close: 0.5 }, /low 1 is above 0.5/],
    [{ low: -1 }, /low -1 is not above zero/],
    [{ close: Number.NaN }, /close is no number/],
    [{ open: Number.POSITIVE_INFINITY }, /open is no number/],
    [{ volume: -5 }, /volume -5 is negative/],
    [{ volume: Number.NaN }, /volume is no number/],
    [{ start: open + 1000 }, /13:30:01Z is not on a whole minute/],
    [{ start: open + 60 * minuteMs }, /14:30:00Z lies outside the time/],
    [{ start: 9e99 }, /lies outside|whole minute/],
  ])('a bar with %j is rejected and named', (wrong, reason) => {
    const answer = answerTo([bar(0), bar(1), bar(2, wrong)])
    expect(minutesOf(answer)).toEqual([0, 1])
    expect(answer).toMatchObject({ kind: 'bars', rejected: [{ reason: expect.stringMatching(reason) }] })
  })

  test('a rejected bar proves nothing about its minute, one without a time nothing at all', () => {
    const one = answerTo([bar(0), bar(1), bar(2, { high: 0 })])
    expect(isProvenSilent(one, oneMinute, minute(2))).toBe(false)
    expect(isProvenSilent(one, oneMinute, minute(3))).toBe(true)
    const other = answerTo([bar(0), bar(1), bar(2, { start: Number.NaN })])
    expect(isProvenSilent(other, oneMinute, minute(3))).toBe(false)
  })

  test('an answer that is mostly wrong is none', () => {
    const answer = answerTo([bar(0), bar(1, { high: 0.1 }), bar(2, { high: 0.1 })])
    expect(answer).toMatchObject({ kind: 'failed', fault: { code: 'bad-answer', retryable: false } })
    expect(answer.kind === 'failed' && answer.fault.cause).toMatch(/^here sent 3 bars of SPY, of which 2/)
  })

  test('a symbol that was not asked for is known as such', () => {
    const gatherer = new BarGatherer('here', request, later)
    expect(gatherer.asksFor('IBM')).toBe(false)
    expect(() => gatherer.add('IBM', bar(0))).toThrow(RangeError)
  })
})

describe('how far an answer reaches', () => {
  test('up to where the source stopped, and bars behind it count all the same', () => {
    const answer = answerTo([bar(0), bar(7)], later, minute(4))
    expect(answer).toMatchObject({ kind: 'truncated', until: minute(4), fault: { code: 'timeout' } })
    expect(minutesOf(answer)).toEqual([0, 7])
    expect(isProvenSilent(answer, oneMinute, minute(0))).toBe(false)
    expect(isProvenSilent(answer, oneMinute, minute(3))).toBe(true)
    expect(isProvenSilent(answer, oneMinute, minute(4))).toBe(false)
  })

  test('nothing at all of it is a failure, an end behind the window none', () => {
    expect(answerTo([], later, open)).toMatchObject({ kind: 'failed', fault: { code: 'timeout' } })
    expect(answerTo([], later, request.end)).toEqual({ kind: 'empty' })
  })

  test('R15: not into minutes that are not over, whose bars are dropped', () => {
    const now = addMs(minute(3), 20_000)
    const answer = answerTo([bar(0), bar(2), bar(3)], { now, settleMs: 0 })
    expect(answer).toMatchObject({
      kind: 'truncated',
      until: minute(3),
      rejected: [],
      fault: { code: 'not-yet' },
    })
    expect(minutesOf(answer)).toEqual([0, 2])
    expect(answerTo([], { now: addMs(open, -1), settleMs: 0 })).toMatchObject({ kind: 'failed' })
  })

  test('what may not be published yet is not silence', () => {
    const answer = answerTo([bar(0), bar(4)], { now: minute(5), settleMs: 2 * minuteMs })
    expect(minutesOf(answer)).toEqual([0, 4])
    expect(answer).toMatchObject({ kind: 'truncated', until: minute(3) })
  })

  test('with longer bars a bar is over with its interval', () => {
    const five = { ...request, interval: '5m' as Interval }
    const gatherer = new BarGatherer('here', five, { now: minute(9), settleMs: 0 })
    for (const start of [0, 5]) gatherer.add('SPY', bar(start))
    const answer = gatherer.answers(() => undefined).get('SPY')
    expect(answer && minutesOf(answer)).toEqual([0])
    expect(answer).toMatchObject({ kind: 'truncated', until: minute(5) })
  })
})

test('whatever comes, in any order: right bars in, each once, sorted, and nothing else', () => {
  const raw = fc.record({
    start: fc.oneof(
      fc.integer({ min: -3, max: 13 }).map((at) => open + at * minuteMs),
      fc.double(),
    ),
    open: fc.constantFrom(1, 2, Number.NaN),
    high: fc.constantFrom(3, 2, 0.5),
    low: fc.constant(1),
    close: fc.constantFrom(1, 2),
    volume: fc.constantFrom(0, 5, -1),
  })
  fc.assert(
    fc.property(fc.array(raw, { maxLength: 40 }), (bars) => {
      const right = bars.filter(
        ({ start, open: first, high, close, volume }) =>
          [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].includes((start - open) / minuteMs) &&
          first <= high &&
          close <= high &&
          volume >= 0,
      )
      const starts = [...new Set(right.map(({ start }) => start))].sort((one, other) => one - other)
      const wrong = bars.filter(
        (one) => !right.includes(one) && !(one.start < open) && !(one.start >= request.end),
      )
      const answer = answerTo(bars)
      expect(answer.kind === 'failed').toBe(wrong.length > starts.length)
      if (answer.kind !== 'failed')
        expect('columns' in answer ? [...answer.columns.start] : []).toEqual(starts)
    }),
    { seed: 4, numRuns: 300 },
  )
})
