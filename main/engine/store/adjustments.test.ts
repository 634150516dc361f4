import { describe, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { formatUtc } from '#shared/time/epoch.ts'
import type { FactorRow } from '../adjustment/factors.ts'
import { file, openReader, openWriter, temporaryPath } from './testing/temporary-store.ts'

function row(until: string, price: number, split: number, referencePrice = 0): FactorRow {
  return { until: until as SessionDate, price, split, referencePrice }
}

const first = [row('2014-06-06', 0.9304792, 0.142857, 645.57), row('2050-12-31', 1, 1)]
const second = [row('2014-06-06', 0.9, 0.142857, 645.57), row('2024-02-08', 0.98, 1), row('2050-12-31', 1, 1)]

describe('factors for splits and dividends', () => {
  test('read back as they were given, to another connection too', () => {
    const store = openWriter(temporaryPath())
    expect(store.adjustmentFactors('AAPL')).toEqual([])
    expect(store.adjustmentVersions('AAPL')).toEqual([])
    expect(store.importFactors(file({ name: 'aapl.csv' }), 'AAPL', first)).toBe('stored')
    store.importFactors(file({ name: 'spy.csv' }), 'SPY', second)
    const reader = openReader(store.path)
    expect(reader.adjustmentFactors('AAPL')).toEqual(first)
    expect(reader.adjustmentFactors('SPY')).toEqual(second)
    expect(reader.adjustmentVersions('AAPL')).toMatchObject([
      { symbol: 'AAPL', version: 1, feed: 'one', file: 'aapl.csv', sha256: 'a'.repeat(64), rows: first },
    ])
  })

  test('the same again changes nothing, others become a version with the time it was known', () => {
    const store = openWriter()
    store.importFactors(file({ seen: '2024-07-20T00:00:00Z' }), 'AAPL', first)
    expect(store.importFactors(file({ seen: '2024-07-21T00:00:00Z' }), 'AAPL', [...first])).toBe('unchanged')
    expect(store.importFactors(file({ seen: '2024-07-22T00:00:00Z' }), 'AAPL', second)).toBe('stored')
    expect(store.adjustmentFactors('AAPL')).toEqual(second)
    const versions = store.adjustmentVersions('AAPL')
    expect(versions.map(({ version, knownAt }) => `${version} ${formatUtc(knownAt)}`)).toEqual([
      '1 2024-07-20T00:00:00Z',
      '2 2024-07-22T00:00:00Z',
    ])
    expect(versions.map(({ rows }) => rows)).toEqual([first, second])
  })

  test.each([
    ['date', [row('2014-06-05', 0.9304792, 0.142857, 645.57)]],
    ['price factor', [row('2014-06-06', 0.93, 0.142857, 645.57)]],
    ['split factor', [row('2014-06-06', 0.9304792, 0.14, 645.57)]],
    ['reference price', [row('2014-06-06', 0.9304792, 0.142857, 645)]],
  ])('another %s is another version', (_, [changed]) => {
    const store = openWriter()
    store.importFactors(file(), 'AAPL', first)
    expect(store.importFactors(file(), 'AAPL', [changed as FactorRow, ...first.slice(1)])).toBe('stored')
    expect(store.adjustmentVersions('AAPL')).toHaveLength(2)
  })

  test('alone they are no symbol with bars, and do not hide that a store is made up', () => {
    const store = openWriter()
    store.importFactors(file(), 'AAPL', first)
    expect(store.symbols()).toEqual([])
    expect(store.summary()).toMatchObject({ symbols: 0, bars: 0, synthetic: false })
  })
})
