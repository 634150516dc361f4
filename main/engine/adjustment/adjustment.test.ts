import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { adjustmentModes } from '#shared/bars/adjustment-mode.ts'
import type { BarColumns, BarRange } from '#shared/bars/columns.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { readFactorFile } from '../import/lean/factor-file.ts'
import { importKept } from '../import/testing/kept-batches.ts'
import type { SessionBatch } from '../store/store.ts'
import { columnsOf } from '../store/testing/columns.ts'
import { adjustBars } from './adjust.ts'
import { adjustmentOf, type FactorRow } from './factors.ts'

const { TAPEDECK_ANSWERS: answers } = process.env
const lean = join(answers ?? '', 'data/lean')

function day(text: string): SessionDate {
  return text as SessionDate
}

/** A dividend after 01-10, two for one after 01-20, one for four after 01-30, a dividend after 02-10. */
const rows: readonly FactorRow[] = [
  { until: day('2024-01-10'), price: 0.72, split: 2, referencePrice: 100 },
  { until: day('2024-01-20'), price: 0.9, split: 2, referencePrice: 100 },
  { until: day('2024-01-30'), price: 0.9, split: 4, referencePrice: 50 },
  { until: day('2024-02-10'), price: 0.9, split: 1, referencePrice: 200 },
  { until: day('2050-12-31'), price: 1, split: 1, referencePrice: 0 },
]

describe('the factors of a session as of another', () => {
  test.each([
    ['2024-01-05', '2024-01-10', 1, 1, 1],
    ['2024-01-10', '2024-01-11', 0.8, 1, 1],
    ['2024-01-11', '2024-01-20', 1, 1, 1],
    ['2024-01-20', '2024-01-21', 0.5, 0.5, 0.5],
    ['2024-01-10', '2024-01-21', 0.4, 0.5, 0.5],
    ['2024-01-10', '2024-01-31', 1.6, 2, 2],
    ['2024-01-21', '2024-02-11', 3.6, 4, 4],
    ['2024-02-10', '2060-01-01', 0.9, 1, 1],
    ['2060-01-01', '2060-01-02', 1, 1, 1],
  ])('%s seen on %s', (session, asOf, full, splitPrice, split) => {
    const of = (mode: (typeof adjustmentModes)[number]) => adjustmentOf(rows, mode, day(session), day(asOf))
    expect(of('split-and-dividend').price).toBeCloseTo(full, 12)
    expect(of('split-and-dividend').split).toBe(split)
    expect(of('split')).toEqual({ price: splitPrice, split })
    expect(of('raw')).toEqual({ price: 1, split: 1 })
  })

  test('what follows the day seen from has no effect, and without factors there is none', () => {
    for (const mode of adjustmentModes) {
      expect(adjustmentOf(rows, mode, day('2024-01-25'), day('2024-01-15'))).toEqual({ price: 1, split: 1 })
      expect(adjustmentOf([], mode, day('2024-01-05'), day('2024-03-01'))).toEqual({ price: 1, split: 1 })
    }
  })

  test('a list as it was made on the day gives the same factors as one that knows what came later', () => {
    const event = fc.record({
      day: fc.nat(400),
      price: fc.double({ min: 0.9, max: 1, noNaN: true }),
      split: fc.constantFrom(1, 1, 0.5, 2, 1 / 3, 20),
    })
    const events = fc.uniqueArray(event, { minLength: 1, maxLength: 12, selector: ({ day }) => day })
    fc.assert(
      fc.property(events, fc.nat(400), fc.nat(400), (list, one, other) => {
        const [session, asOf] = [dateAt(Math.min(one, other)), dateAt(Math.max(one, other))]
        const known = listOf(list.filter(({ day }) => dateAt(day) < asOf))
        for (const mode of adjustmentModes) {
          const expected = adjustmentOf(known, mode, session, asOf)
          const found = adjustmentOf(listOf(list), mode, session, asOf)
          expect(found.price / expected.price).toBeCloseTo(1, 12)
          expect(found.split / expected.split).toBeCloseTo(1, 12)
        }
      }),
    )
  })
})

function dateAt(index: number): SessionDate {
  return day(new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10))
}

/** Factors as a file lists them: each the product of its own and all later events. */
function listOf(events: readonly { day: number; price: number; split: number }[]): FactorRow[] {
  const inOrder = events.toSorted((one, other) => one.day - other.day)
  return inOrder.map((event, index) => {
    const later = inOrder.slice(index)
    return {
      until: dateAt(event.day),
      price: later.reduce((product, { price }) => product * price, 1),
      split: later.reduce((product, { split }) => product * split, 1),
      referencePrice: 0,
    }
  })
}

describe('bars', () => {
  const columns = columnsOf([
    [0, 9, 9, 9, 9, 9],
    [1000, 23.55, 24, 23, 23.4, 300],
    [2000, 0.3, 0.7, 0.1, 0.35, 7],
    [3000, 9, 9, 9, 9, 9],
  ])
  const range = { columns, from: 1, to: 3 }

  test('have prices times the factor and volumes through the split; the given ones stay', () => {
    const before = structuredClone(columns)
    const { columns: adjusted, from, to } = adjustBars(range, { price: 0.4, split: 0.5 })
    expect([from, to]).toEqual([0, 2])
    expect([...adjusted.open]).toEqual([23.55 * 0.4, 0.3 * 0.4])
    expect([...adjusted.close]).toEqual([23.4 * 0.4, 0.35 * 0.4])
    expect([...adjusted.volume]).toEqual([600, 14])
    expect([...adjusted.start]).toEqual([1000, 2000])
    expect(adjusted.state).toHaveLength(2)
    expect(columns).toEqual(before)
  })

  test('a dividend leaves volumes as they are, factors of 1 everything', () => {
    expect([...adjustBars(range, { price: 0.99, split: 1 }).columns.volume]).toEqual([300, 7])
    expect(adjustBars(range, { price: 1, split: 1 })).toBe(range)
  })
})

describe.skipIf(!answers)('real symbols over their splits', () => {
  let days: readonly SessionBatch[] = []
  beforeAll(async () => {
    const { kept } = await importKept(join(lean, 'equity/usa/daily'), { format: 'lean', strict: true })
    days = kept.batches
  })

  test.each(['AIG', 'BAC', 'IBM'])('%s does not jump', (symbol) => {
    const factors = readFactorFile(
      readFileSync(join(lean, `equity/usa/factor_files/${symbol.toLowerCase()}.csv`), 'utf8'),
    )
    const own = days
      .filter((batch) => batch.symbol === symbol)
      .sort((one, other) => (one.session < other.session ? -1 : 1))
    const splits = factors.filter(
      ({ split }, index) => index > 0 && factors[index + 1] && factors[index + 1]?.split !== split,
    )
    expect(splits.length).toBeGreaterThan(0)
    for (const { until, referencePrice } of splits) {
      const index = own.findIndex(({ session }) => session === until)
      const [last, next] = [own[index], own[index + 1]]
      if (last?.kind !== 'trade' || next?.kind !== 'trade') throw new Error(`no bars around ${until}`)
      const rawMove = (next.columns.open[0] ?? 0) / (last.columns.close[0] ?? 0)
      expect(last.columns.close[0]).toBeCloseTo(referencePrice, 0)
      expect(Math.abs(Math.log(rawMove))).toBeGreaterThan(0.15)
      for (const mode of ['split', 'split-and-dividend'] as const) {
        const adjusted = adjustBars(
          whole(last.columns),
          adjustmentOf(factors, mode, last.session, next.session),
        ).columns
        const move = (next.columns.open[0] ?? 0) / (adjusted.close[0] ?? 0)
        expect(Math.abs(Math.log(move))).toBeLessThan(0.15)
      }
      expect(adjustmentOf(factors, 'split', last.session, last.session)).toEqual({ price: 1, split: 1 })
    }
  })
})

function whole(columns: BarColumns): BarRange {
  return { columns, from: 0, to: columns.start.length }
}
