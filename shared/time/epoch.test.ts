import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMs, dayMs, epochMs, formatUtc, hourMs, minuteMs, parseUtc } from './epoch.ts'

describe('instants', () => {
  test('are finite numbers', () => {
    expect(epochMs(0)).toBe(0)
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => epochMs(value)).toThrow(RangeError)
    expect(addMs(epochMs(minuteMs), hourMs)).toBe(minuteMs + hourMs)
    expect(dayMs).toBe(24 * 60 * minuteMs)
  })

  test('are written without a fraction where it is zero', () => {
    expect(formatUtc(epochMs(Date.UTC(2024, 6, 5, 13, 30)))).toBe('2024-07-05T13:30:00Z')
    expect(formatUtc(epochMs(Date.UTC(2024, 6, 5, 13, 30, 1, 250)))).toBe('2024-07-05T13:30:01.250Z')
  })

  test('are read as they are written', () => {
    const anyTime = fc.integer({ min: 0, max: Date.UTC(2199, 0, 1) }).map(epochMs)
    fc.assert(fc.property(anyTime, (time) => parseUtc(formatUtc(time)) === time))
    expect(parseUtc('2024-07-05T13:30:01.5Z')).toBe(Date.UTC(2024, 6, 5, 13, 30, 1, 500))
  })

  test('anything else is none, nor is a time that does not exist', () => {
    const texts = [
      '',
      '2024-07-05',
      '2024-07-05T13:30:00',
      '2024-07-05T13:30Z',
      '2024-07-05 13:30:00Z',
      '2024-07-05T13:30:00+02:00',
      '2024-07-05T13:30:00.1234Z',
      '2023-02-29T00:00:00Z',
      '2024-07-05T24:00:00Z',
      '2024-07-05T13:60:00Z',
      '2024-13-05T13:30:00Z',
    ]
    for (const text of texts) expect(parseUtc(text), text).toBeUndefined()
  })
})
