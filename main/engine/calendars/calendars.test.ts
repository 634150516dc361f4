import { describe, expect, test } from 'vitest'
import { calendarOf } from '#shared/calendar/calendars.ts'
import { changedSessions } from '#shared/calendar/differences.ts'
import { noOverlay, parseOverlay } from '#shared/calendar/overlay.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { type CalendarChange, Calendars } from './calendars.ts'

const friday = '2024-07-05' as SessionDate
const storm = parseOverlay({ closures: [{ date: friday, reason: 'storm' }] })

function heard(calendars: Calendars): CalendarChange[] {
  const changes: CalendarChange[] = []
  calendars.onChange((change) => changes.push(change))
  return changes
}

describe('calendars of the engine', () => {
  test('without overlays they are the tables', () => {
    const calendars = new Calendars()
    expect(calendars.of('XNAS')).toBe(calendarOf('XNYS'))
    expect(calendars.overlayOf('XNAS')).toEqual(noOverlay)
    expect(() => calendars.of('XXXX')).toThrow(expect.objectContaining({ code: 'unknown-exchange' }))
  })

  test('an overlay is in every answer, the same object until it changes, for an alias too', () => {
    const calendars = new Calendars(new Map([['XNYS', storm]]))
    const calendar = calendars.of('XNYS')
    expect(calendar.session(friday)).toBeUndefined()
    expect(calendars.of('XNAS')).toBe(calendar)
    expect(calendars.of('XLON')).toBe(calendarOf('XLON'))
    calendars.replace(new Map([['XNYS', storm]]))
    expect(calendars.of('XNYS')).toBe(calendar)
  })

  test('R7: a change tells the sessions that are graded anew; a calendar in use stays as it was', () => {
    const calendars = new Calendars()
    const before = calendars.of('XNYS')
    const changes = heard(calendars)
    calendars.replace(new Map([['XNYS', storm]]))
    expect(changes).toEqual([{ calendar: calendars.of('XNYS'), sessions: [friday] }])
    expect(before.session(friday)?.expectedMinutes).toBe(390)
    calendars.replace(new Map())
    expect(changes.at(-1)).toEqual({ calendar: calendarOf('XNYS'), sessions: [friday] })
    expect(changes).toHaveLength(2)
  })

  test('R7: an entry that moves a rule tells the day the rule goes to', () => {
    // XLON cuts the last session before Christmas: with the 24th closed that is the 23rd.
    const calendars = new Calendars()
    const changes = heard(calendars)
    const overlay = parseOverlay({
      closures: [
        { date: '2019-12-24', reason: 'x' },
        { date: '2022-06-01', reason: 'y' },
      ],
    })
    calendars.replace(new Map([['XLON', overlay]]))
    const { first, last } = calendarOf('XLON')
    const slow = changedSessions(calendarOf('XLON'), calendars.of('XLON'), first, last)
    expect(slow).toEqual(['2019-12-23', '2019-12-24', '2022-06-01'])
    expect(changes.map(({ sessions }) => sessions)).toEqual([slow])
  })
})
