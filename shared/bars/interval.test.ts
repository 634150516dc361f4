import { describe, expect, test } from 'vitest'
import { intradayMs, oneDay, oneMinute, oneWeek, parseInterval } from './interval.ts'

describe('intervals', () => {
  test('equal lengths are read as equal intervals', () => {
    const read = ['1m', '5m', '60m', '90m', '1h', '120m', '24h', '1440m', '1d', '5d', '1w', '60w']
    expect(read.map(parseInterval)).toEqual([
      '1m',
      '5m',
      '1h',
      '90m',
      '1h',
      '2h',
      '24h',
      '24h',
      '1d',
      '5d',
      '1w',
      '60w',
    ])
  })

  test('anything else is none', () => {
    for (const text of [
      '',
      'm',
      '0m',
      '05m',
      '1.5h',
      '-1m',
      '1M',
      '1s',
      '1 m',
      '1441m',
      '25h',
      '10000d',
      '5min',
    ]) {
      expect(parseInterval(text), text).toBeUndefined()
    }
  })

  test('length in milliseconds below a day; days and weeks have none', () => {
    expect(intradayMs(oneMinute)).toBe(60_000)
    expect(intradayMs(parseInterval('90m') ?? oneDay)).toBe(5_400_000)
    expect(intradayMs(parseInterval('4h') ?? oneDay)).toBe(14_400_000)
    expect([intradayMs(oneDay), intradayMs(oneWeek)]).toEqual([undefined, undefined])
  })
})
