import { describe, expect, test } from 'vitest'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { parseOverlay } from '#shared/calendar/overlay.ts'
import { type EpochMs, parseUtc } from '#shared/time/epoch.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { slowNext } from '../testing/slow-runs.ts'
import { nextOpening } from './next-opening.ts'
import { SessionDetector } from './session-detector.ts'

function at(text: string, calendars = new Calendars()): SessionDetector {
  return new SessionDetector(calendars, { now: () => parseUtc(text) as EpochMs })
}

describe('several exchanges at one instant', () => {
  test('what trades, what opens next in the time of its exchange, and whether that is near', () => {
    expect(at('2024-07-05T12:30:00Z').look(['XNYS', 'XLON', 'XTKS', 'CMES'], 60)).toEqual([
      {
        exchange: 'XNYS',
        zone: 'America/New_York',
        next: {
          session: '2024-07-05',
          open: parseUtc('2024-07-05T13:30:00Z'),
          wall: '2024-07-05 09:30',
          offset: '-04:00',
          minutes: 60,
          near: true,
        },
      },
      {
        exchange: 'XLON',
        zone: 'Europe/London',
        trading: { session: '2024-07-05', close: parseUtc('2024-07-05T15:30:00Z') },
        next: expect.objectContaining({ session: '2024-07-08', wall: '2024-07-08 08:00', near: false }),
      },
      {
        exchange: 'XTKS',
        zone: 'Asia/Tokyo',
        next: expect.objectContaining({ session: '2024-07-08', offset: '+09:00', near: false }),
      },
      {
        exchange: 'CMES',
        zone: 'America/Chicago',
        trading: { session: '2024-07-05', close: parseUtc('2024-07-05T22:00:00Z') },
        next: expect.objectContaining({ session: '2024-07-08', wall: '2024-07-07 17:00' }),
      },
    ])
  })

  test('a session trades from its open on and to before its close; the minutes to an open are rounded up', () => {
    const next = (time: string) => at(time).look(['XNYS'], 60)[0]?.next
    const trading = (time: string) => at(time).look(['XNYS'], 60)[0]?.trading?.session
    expect(next('2024-07-05T12:29:59Z')).toMatchObject({ minutes: 61, near: false })
    expect(next('2024-07-05T13:29:59Z')).toMatchObject({ session: '2024-07-05', minutes: 1 })
    expect(next('2024-07-05T13:30:00Z')).toMatchObject({ session: '2024-07-08' })
    expect(trading('2024-07-05T13:29:59Z')).toBeUndefined()
    expect(trading('2024-07-05T13:30:00Z')).toBe('2024-07-05')
    // The half day of 2024-07-03 ends at 17:00Z (vector 6).
    expect(trading('2024-07-03T16:59:59Z')).toBe('2024-07-03')
    expect(trading('2024-07-03T17:00:00Z')).toBeUndefined()
  })

  test('holidays, weekends with a session and an overlay count (R23, vector 5)', () => {
    const session = (exchange: string, time: string) => at(time).look([exchange], 60)[0]?.next?.session
    expect(session('XNYS', '2025-01-08T22:00:00Z')).toBe('2025-01-10')
    expect(session('XBOM', '2024-01-19T12:00:00Z')).toBe('2024-01-20')
    const storm = parseOverlay({ closures: [{ date: '2024-07-08', reason: 'storm' }] })
    const detector = at('2024-07-05T22:00:00Z', new Calendars(new Map([['XNYS', storm]])))
    expect(detector.look(['XNYS'], 60)[0]?.next?.session).toBe('2024-07-09')
  })

  test('R6: what a calendar does not know is said in words, the others answer', () => {
    const [unknown, beyond, answered] = at('2031-01-01T12:00:00Z').look(['XXXX', 'XNYS', 'CMES'], 60)
    expect(unknown).toEqual({ exchange: 'XXXX', zone: '', problem: expect.stringContaining('XXXX') })
    expect(beyond).toEqual({
      exchange: 'XNYS',
      zone: 'America/New_York',
      problem: expect.stringContaining('reaches from 1990-01-01 to 2028-12-31'),
    })
    expect(answered?.exchange).toBe('CMES')
    expect(at('2028-12-31T12:00:00Z').look(['XNYS'], 60)[0]?.problem).toContain('2028-12-31')
  })
})

test('the next opening is the first of all sessions that opens later', () => {
  for (const exchange of ['XNYS', 'XASX', 'CMES', 'XBOM', '24/7']) {
    const calendar = calendarOf(exchange)
    const start = parseUtc('2024-03-01T00:00:00Z') ?? 0
    for (let hour = 0; hour < 40 * 24; hour++) {
      const time = (start + hour * 3_600_000) as EpochMs
      expect(nextOpening(calendar, time).date).toBe(slowNext(calendar, time))
    }
  }
})
