import fc from 'fast-check'
import { expect, test } from 'vitest'
import { axisFormat, measureText, moneyText, priceText } from '#shared/backtest/figure-text.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { dateOfDay } from '#shared/calendar/session-date.ts'
import { dayMs, epochMs, hourMs } from '#shared/time/epoch.ts'
import { monthReturns } from './month-returns.ts'
import { profitBins } from './profit-bins.ts'
import { roundStep, roundTicks } from './scale.ts'
import { timeTicks } from './session-ticks.ts'
import { drawnIndices } from './thinned.ts'

function sessionsOf(...dates: string[]) {
  return dates.map((date) => ({ date: date as SessionDate, end: epochMs(Date.parse(`${date}T21:00:00Z`)) }))
}

test('months and years compare their last equity with that before', () => {
  const sessions = sessionsOf('2023-11-29', '2023-11-30', '2023-12-29', '2024-01-02', '2024-03-01')
  const [first, second] = monthReturns(Float64Array.of(90, 110, 99, 99, 148.5), sessions, 100)
  // November: 100 to 110. December: 110 to 99. January: 99 to 99. No February. March: 99 to 148.5.
  expect(first?.year).toBe('2023')
  expect(first?.months.slice(10)).toEqual([expect.closeTo(10, 9), expect.closeTo(-10, 9)])
  expect(first?.months.slice(0, 10).every((percent) => percent === undefined)).toBe(true)
  expect(first?.percent).toBeCloseTo(-1, 9)
  expect(second?.months.slice(0, 4)).toEqual([0, undefined, expect.closeTo(50, 9), undefined])
  expect(second?.percent).toBeCloseTo(50, 9)
})

test('after all was lost a month has no return', () => {
  const [year] = monthReturns(Float64Array.of(0, 10), sessionsOf('2024-01-02', '2024-02-01'), 100)
  expect(year?.months.slice(0, 2)).toEqual([-100, undefined])
})

test('months multiply to the whole run', () => {
  const anyDaily = fc.array(fc.integer({ min: 50, max: 200 }), { minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(anyDaily, (values) => {
      const dates = values.map((_, index) => dateOfDay(19_700 + 3 * index))
      const years = monthReturns(Float64Array.from(values), sessionsOf(...dates), 100)
      const product = (percents: readonly (number | undefined)[]) =>
        percents.reduce<number>((so, percent) => so * (1 + (percent ?? 0) / 100), 100)
      expect(product(years.flatMap(({ months }) => months))).toBeCloseTo(values.at(-1) ?? 0, 6)
      expect(product(years.map(({ percent }) => percent))).toBeCloseTo(values.at(-1) ?? 0, 6)
    }),
  )
})

test('profits are counted in bins of a round width, losses apart from wins', () => {
  // From -12 to 29 in 14 bins or so: 41 / 14 = 2.9, so 5 wide. 0 and 4 lie in the first bin above 0.
  const bins = profitBins([-12, 0, 4, 5, 29])
  expect(bins[0]).toEqual({ from: -15, to: -10, count: 1 })
  expect(bins.filter(({ count }) => count > 0).map(({ from, count }) => [from, count])).toEqual([
    [-15, 1],
    [0, 2],
    [5, 1],
    [25, 1],
  ])
  expect(profitBins([])).toEqual([])
  expect(profitBins([0])).toHaveLength(1)
})

test('any profits: each is counted once, where it belongs', () => {
  const anyProfits = fc.array(fc.integer({ min: -100_000, max: 100_000 }), { minLength: 1, maxLength: 100 })
  fc.assert(
    fc.property(anyProfits, (profits) => {
      const bins = profitBins(profits)
      expect(bins.length).toBeLessThanOrEqual(33)
      for (const { from, to, count } of bins)
        expect(count).toBe(profits.filter((profit) => profit >= from && profit < to).length)
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(profits.length)
    }),
  )
})

test('ticks are round and reach over what they measure', () => {
  expect(roundTicks(92, 118, 5)).toEqual([90, 100, 110, 120])
  expect(roundTicks(0, 13.2, 3)).toEqual([0, 5, 10, 15])
  expect(roundTicks(0, 0.51, 3)).toEqual([0, 0.2, 0.4, 0.6])
  expect([0.3, 0.02, 7, 10, 100_000].map(roundStep)).toEqual([0.5, 0.02, 10, 10, 100_000])
  expect(roundTicks(100, 100, 5).length).toBeGreaterThan(1)
  expect(roundTicks(0, 0, 5).length).toBeGreaterThan(1)
  fc.assert(
    fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 1e6 }), (low, size) => {
      const ticks = roundTicks(low, low + size, 5)
      expect(ticks[0]).toBeLessThanOrEqual(low + 1e-6)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(low + size - 1e-6)
      expect(ticks.length).toBeLessThanOrEqual(8)
    }),
  )
})

test('a thinned line keeps its ends, its highest and its lowest point', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 400, size: 'max' }), (values) => {
      const column = Float64Array.from(values)
      const indices = drawnIndices(column, 40)
      expect(indices.length).toBeLessThanOrEqual(40)
      expect([...indices].sort((one, other) => one - other)).toEqual(indices)
      expect([indices[0], indices.at(-1)]).toEqual([0, values.length - 1])
      const drawn = indices.map((index) => column[index] as number)
      expect(Math.max(...drawn)).toBe(Math.max(...values))
      expect(Math.min(...drawn)).toBe(Math.min(...values))
    }),
  )
})

test('a session has its clock under it, sessions their dates, months or years', () => {
  const day = (index: number, hour: number) => (19_724 + index) * dayMs + hour * hourMs
  const one = Float64Array.of(day(0, 15), day(0, 16), day(0, 17))
  expect(timeTicks(one, sessionsOf('2024-01-02'), 'America/New_York')).toEqual([
    { index: 0, text: '10:00' },
    { index: 1, text: '11:00' },
    { index: 2, text: '12:00' },
  ])
  expect(timeTicks(one.subarray(0, 1), sessionsOf('2024-01-02'), 'UTC')).toEqual([
    { index: 0, text: '15:00' },
  ])
  const ticksOf = (count: number) => {
    const time = Float64Array.from({ length: count * 2 }, (_, index) => day(index >> 1, 16 + (index & 1)))
    const dates = Array.from({ length: count }, (_, index) => dateOfDay(19_724 + index))
    return timeTicks(time, sessionsOf(...dates), 'UTC')
  }
  expect(ticksOf(3)).toEqual([
    { index: 0, text: '2 Jan' },
    { index: 2, text: '3 Jan' },
    { index: 4, text: '4 Jan' },
  ])
  expect(ticksOf(20).map(({ text }) => text)).toEqual(['2 Jan', '7 Jan', '12 Jan', '17 Jan'])
  expect(ticksOf(100).map(({ text }) => text)).toEqual(['Feb 2024', 'Mar 2024', 'Apr 2024'])
  expect(ticksOf(800).map(({ text }) => text)).toEqual([
    'Apr 2024',
    'Jul 2024',
    'Oct 2024',
    'Jan 2025',
    'Apr 2025',
    'Jul 2025',
    'Oct 2025',
    'Jan 2026',
  ])
  expect(ticksOf(3000).map(({ text }) => text)).toEqual([
    '2025',
    '2026',
    '2027',
    '2028',
    '2029',
    '2030',
    '2031',
    '2032',
  ])
})

test('a session without a point has no label', () => {
  const time = Float64Array.of(19_724 * dayMs + 16 * hourMs, 19_726 * dayMs + 16 * hourMs)
  const sessions = sessionsOf('2024-01-02', '2024-01-03', '2024-01-04')
  expect(timeTicks(time, sessions, 'UTC').map(({ text }) => text)).toEqual(['2 Jan', '4 Jan'])
})

test('numbers as they are written', () => {
  expect(moneyText(-1234.5)).toBe('−1,234.50')
  expect(moneyText(0.004, 'signed')).toBe('0.00')
  expect(moneyText(-0.004)).toBe('0.00')
  expect([100, 0.00001234, 101.23456].map(priceText)).toEqual(['100.00', '0.00001234', '101.2346'])
  expect(measureText(3, 'percentage points')).toBe('+3.00 pp')
  expect(measureText(1, 'sessions')).toBe('1 session')
  expect(measureText(2.25, 'bars')).toBe('2.3 bars')
  expect([100_000, 102_500].map(axisFormat([100_000, 102_500]))).toEqual(['100K', '102.5K'])
  expect([1_000_000, 1_000_050].map(axisFormat([1_000_000, 1_000_050]))).toEqual(['1,000,000', '1,000,050'])
})
