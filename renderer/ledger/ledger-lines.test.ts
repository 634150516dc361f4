import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FillRow, GapRow } from '#shared/protocol/ledger-calls.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { Stretch } from '../charts/slots.ts'
import { fillWords, laterWords } from './gap-words.ts'
import { ledgerLines, type ShownMinutes, type ToldLedger } from './ledger-lines.ts'

const at = (minute: number): EpochMs => (minute * minuteMs) as EpochMs
const stretch = (from: number, to: number): Stretch => ({ open: at(from), close: at(to) })

function gap(from: number, to: number, gapClass: GapRow['class'] = 'feed-gap'): GapRow {
  return {
    ...{ start: at(from), end: at(to), minutes: to - from, class: gapClass, certainty: 'probable' },
    ...{ reason: '', settled: false, marked: false, tries: 0 },
  }
}

function fill(from: number, to: number, source = 'two', cameAt = 900): FillRow {
  return { start: at(from), end: at(to), source, askedAt: at(cameAt), cameAt: at(cameAt), try: 1 }
}

function lines(told: Partial<ToldLedger>, shown: Partial<ShownMinutes>): unknown[] {
  const all = ledgerLines(
    { gaps: [], fills: [], clock: at(100), ...told },
    { missing: [], filled: [], ...shown },
  )
  return all.map((line) => [
    line.kind === 'filled' && !line.isThere ? 'came later' : line.kind,
    ...[line.start / minuteMs, line.end / minuteMs],
    ...(line.kind === 'gap' ? [line.gap.minutes] : [line.fills.length]),
  ])
}

describe('lines of the ledger', () => {
  test('a gap is one line that grows with the chart until the ledger is asked again', () => {
    const shown = { missing: [stretch(1, 6)] }
    for (const clock of [at(4), at(4.7)])
      expect(lines({ gaps: [gap(1, 4)], clock }, shown)).toEqual([['gap', 1, 6, 5]])
    expect(lines({ gaps: [gap(1, 6)], clock: at(6) }, shown)).toEqual([['gap', 1, 6, 5]])
  })

  test('R15: a gap that lies partly after the clock is a line of what has ended', () => {
    expect(lines({ gaps: [gap(1, 3), gap(9, 12)] }, { missing: [stretch(1, 3), stretch(9, 11)] })).toEqual([
      ['gap', 1, 3, 2],
      ['gap', 9, 11, 2],
    ])
  })

  test('minutes that were filled since the ledger was asked are in no gap any more', () => {
    const shown = { missing: [stretch(1, 3), stretch(7, 9)], filled: [stretch(3, 7)] }
    expect(lines({ gaps: [gap(1, 9)] }, shown)).toEqual([
      ['gap', 1, 3, 2],
      ['filled', 3, 7, 0],
      ['gap', 7, 9, 2],
    ])
  })

  test('what one source filled minute by minute is one line, told or not; of another source another', () => {
    const fills = [fill(1, 2), fill(2, 3), fill(3, 4), fill(5, 6, 'three')]
    expect(lines({ fills }, { filled: [stretch(1, 7)] })).toEqual([
      ['filled', 1, 5, 3],
      ['filled', 5, 7, 1],
    ])
    expect(lines({ fills: [fill(2, 3)] }, { filled: [stretch(1, 3)] })).toEqual([['filled', 1, 3, 1]])
  })

  test('as traded a gap says that it was filled later', () => {
    const told = { gaps: [gap(1, 9)], fills: [fill(3, 5), fill(20, 21)] }
    const [line] = ledgerLines({ ...told, clock: at(100) }, { missing: [stretch(1, 9)], filled: [] })
    expect(line).toMatchObject({ kind: 'gap', later: [fill(3, 5)] })
  })

  test('a clock that was set back before a fill came says so, and that a minute is not told of says nothing', () => {
    expect(lines({ fills: [fill(3, 5)] }, { missing: [stretch(3, 5), stretch(7, 8)] })).toEqual([
      ['came later', 3, 5, 1],
    ])
  })

  test('no minute is in two of them, whatever the ledger told and the chart shows', () => {
    const cuts = fc.uniqueArray(fc.nat(60), { maxLength: 20 })
    fc.assert(
      fc.property(cuts, cuts, cuts, cuts, fc.nat(60), (shown, filled, told, fills, clock) => {
        const bars = pairs(filled)
        const isFilled = (minute: number) => bars.some(([from, to]) => from <= minute && minute < to)
        const missing = pairs(shown).flatMap(([from, to]) =>
          minutesOf(from, to)
            .filter((minute) => !isFilled(minute))
            .map((minute) => stretch(minute, minute + 1)),
        )
        const all = ledgerLines(
          {
            gaps: pairs(told).map(([from, to]) => gap(from, to)),
            fills: pairs(fills).map(([from, to]) => fill(from, to)),
            clock: at(clock),
          },
          { missing, filled: bars.map(([from, to]) => stretch(from, to)) },
        )
        const inAll = all.flatMap((line) => minutesOf(line.start / minuteMs, line.end / minuteMs))
        expect(new Set(inAll).size).toBe(inAll.length)
        const inLines = new Set(inAll)
        for (const [from, to] of bars)
          for (const minute of minutesOf(from, to)) expect(inLines.has(minute)).toBe(true)
      }),
      { seed: 12 },
    )
  })
})

describe('words', () => {
  test('of a fill say who, how often and when; of many requests how many', () => {
    expect(fillWords([], 'UTC')).toBe('filled from another source')
    expect(fillWords([fill(1, 2)], 'UTC')).toBe('filled from two · try 1 · 0 ms, on Thu 1 Jan 1970 15:00')
    expect(fillWords([fill(1, 2), fill(2, 3, 'two', 901)], 'UTC')).toBe(
      'filled from two · 2 requests, the last on Thu 1 Jan 1970 15:01',
    )
  })

  test('of a fill that came after the clock say from when it is known, and how much of the gap it is', () => {
    const run = { start: at(1), end: at(4) }
    expect(laterWords(run, [fill(0, 9)], 'UTC')).toBe('filled from two, known only from Thu 1 Jan 1970 15:00')
    expect(laterWords(run, [fill(2, 3), fill(3, 4, 'three')], 'UTC')).toBe(
      '2 min filled from two and three, known only from Thu 1 Jan 1970 15:00',
    )
  })
})

function pairs(cuts: readonly number[]): readonly (readonly [number, number])[] {
  const sorted = cuts.toSorted((one, other) => one - other)
  return sorted.flatMap((from, index) => {
    const to = sorted[index + 1]
    return index % 2 === 0 && to !== undefined ? [[from, to] as const] : []
  })
}

function minutesOf(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}
