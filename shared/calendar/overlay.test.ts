import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarOf, calendarWith } from './calendars.ts'
import { changedSessions } from './differences.ts'
import { parseOverlay } from './overlay.ts'
import { dateOfDay, dayNumber, type SessionDate } from './session-date.ts'
import { sessionRow } from './sessions-csv.ts'

const xnys = calendarOf('XNYS')

function date(text: string): SessionDate {
  return text as SessionDate
}

describe('an overlay', () => {
  test('adds and removes closures and early closes', () => {
    const calendar = calendarWith(
      'XNYS',
      parseOverlay({
        closures: [{ date: '2024-07-05', reason: 'storm' }],
        openings: [
          { date: '2012-10-29', reason: 'the other venues traded' },
          { date: '2024-07-06', reason: 'Saturday test' },
        ],
        earlyCloses: [{ date: '2024-07-08', reason: 'flood', close: '12:30' }],
        fullDays: [{ date: '2024-07-03', reason: 'not cut' }],
      }),
    )
    expect(calendar.closures(date('2024-07-01'), date('2024-07-05'))).toEqual([
      { date: '2024-07-04', reason: 'Independence Day', scheduled: true },
      { date: '2024-07-05', reason: 'storm', scheduled: false },
    ])
    expect(calendar.session(date('2012-10-29'))).toMatchObject({
      expectedMinutes: 390,
      reason: 'the other venues traded',
    })
    expect(calendar.session(date('2024-07-03'))).toMatchObject({ expectedMinutes: 390, earlyClose: false })
    expect(calendar.nextSession(date('2024-07-03')).date).toBe('2024-07-06')
    expect(calendar.session(date('2024-07-08'))).toMatchObject({
      expectedMinutes: 180,
      earlyClose: true,
      reason: 'flood',
    })
    expect(calendar.session(date('2024-07-03'))?.reason).toBeUndefined()
    expect(xnys.session(date('2024-07-05'))).toBeDefined()
  })

  test('goes before the exceptions of the table, whichever they are', () => {
    const closed = calendarWith('XBOM', parseOverlay({ closures: [{ date: '2024-01-20', reason: 'no' }] }))
    expect(closed.session(date('2024-01-20'))).toBeUndefined()
    const cut = calendarWith(
      'XHKG',
      parseOverlay({ earlyCloses: [{ date: '2004-12-24', reason: 'no', close: '11:00' }] }),
    )
    expect(cut.session(date('2004-12-24'))).toMatchObject({ expectedMinutes: 60, reason: 'no' })
    const full = calendarWith('XNYS', parseOverlay({ fullDays: [{ date: '1999-12-31', reason: 'no' }] }))
    expect(full.session(date('1999-12-31'))?.expectedMinutes).toBe(390)
  })

  test('names itself in the version; one without an entry changes nothing', () => {
    const one = parseOverlay({ closures: [{ date: '2024-07-05', reason: 'storm' }] })
    const other = parseOverlay({ closures: [{ date: '2024-07-08', reason: 'storm' }] })
    expect(calendarWith('XNYS', one).version).toMatch(new RegExp(`^${xnys.version}\\+[0-9a-f]{8}$`))
    expect(calendarWith('XNYS', one).version).toBe(calendarWith('XNYS', one).version)
    expect(calendarWith('XNYS', one).version).not.toBe(calendarWith('XNYS', other).version)
    expect(calendarWith('XNYS', parseOverlay({})).version).toBe(xnys.version)
  })

  const closure = { date: '2024-07-05', reason: 'storm' }
  test.each([
    ['nothing', undefined, 'expected object'],
    ['an unknown key', { closed: [] }, 'closed'],
    ['no such date', { closures: [{ date: '2024-02-30', reason: 'x' }] }, 'closures.0.date: is no date'],
    ['no reason', { openings: [{ date: '2024-02-28', reason: ' ' }] }, 'openings.0.reason: has to say why'],
    ['no such time', { earlyCloses: [{ ...closure, close: '24:30' }] }, 'earlyCloses.0.close: is no time'],
    ['a date named twice', { closures: [closure, closure] }, '2024-07-05 is named twice'],
    ['a contradiction', { closures: [closure], openings: [closure] }, '2024-07-05 is named twice'],
    ['no such open', { lateOpens: [{ ...closure, open: '9:30' }] }, 'lateOpens.0.open: is no time'],
    [
      'a late open of a closed day',
      { closures: [closure], lateOpens: [{ ...closure, open: '10:30' }] },
      'twice',
    ],
    ['two closes', { earlyCloses: [{ ...closure, close: '12:00' }], fullDays: [closure] }, 'named twice'],
  ])('with %s is refused', (_, value, message) => {
    expect(() => parseOverlay(value)).toThrow(
      expect.objectContaining({ code: 'bad-file', message: expect.stringContaining(message) }),
    )
  })

  test.each(['09:30', '08:00', '16:00', '18:00'])('an early close at %s is refused', (close) => {
    const overlay = parseOverlay({ earlyCloses: [{ ...closure, close }] })
    expect(() => calendarWith('XNYS', overlay)).toThrow(
      `an early close of XNYS on 2024-07-05 at ${close} lies outside its regular hours`,
    )
  })

  test.each(['09:30', '08:00', '16:00', '18:00'])('a late open at %s is refused', (open) => {
    const overlay = parseOverlay({ lateOpens: [{ ...closure, open }] })
    expect(() => calendarWith('XNYS', overlay)).toThrow(
      `a late open of XNYS on 2024-07-05 at ${open} lies outside its regular hours`,
    )
  })

  test('a late open cuts the session at its begin, with an early close at both ends', () => {
    const lateOpens = [{ ...closure, open: '10:30' }]
    const earlyCloses = [{ ...closure, close: '12:00' }]
    const late = calendarWith('XNYS', parseOverlay({ lateOpens })).session(date('2024-07-05'))
    expect(late).toMatchObject({ expectedMinutes: 330, earlyClose: false, reason: 'storm' })
    const both = calendarWith('XNYS', parseOverlay({ lateOpens, earlyCloses })).session(date('2024-07-05'))
    expect(both).toMatchObject({ expectedMinutes: 90, earlyClose: true })
  })

  test.each([
    ['XNYS', { open: '12:00', close: '12:00' }],
    ['XNYS', { open: '13:00', close: '12:00' }],
    // The lunch break.
    ['XTKS', { open: '11:30', close: '12:30' }],
  ])('hours that leave no minute of %s are refused: %j', (exchange, { open, close }) => {
    const overlay = parseOverlay({
      lateOpens: [{ ...closure, open }],
      earlyCloses: [{ ...closure, close }],
    })
    expect(() => calendarWith(exchange, overlay)).toThrow('leave it no minute')
  })

  test('a late open after the early close of the table is refused', () => {
    const overlay = parseOverlay({ lateOpens: [{ date: '2024-07-03', reason: 'fog', open: '13:00' }] })
    expect(() => calendarWith('XNYS', overlay)).toThrow('2024-07-03 leave it no minute')
  })

  test('a date outside the calendar is refused', () => {
    for (const outside of ['1989-12-29', '2029-01-02']) {
      const overlay = parseOverlay({ closures: [{ date: outside, reason: 'x' }] })
      expect(() => calendarWith('XNYS', overlay)).toThrow(
        expect.objectContaining({
          code: 'outside-calendar',
          message: expect.stringMatching(`${outside}.*XNYS.*1990-01-01 to 2028-12-31`),
        }),
      )
    }
  })
})

describe('sessions to grade anew (R7)', () => {
  test('an unannounced closure, an early close and an opening', () => {
    const calendar = calendarWith(
      'XNYS',
      parseOverlay({
        closures: [{ date: '2024-07-05', reason: 'storm' }],
        openings: [{ date: '2024-07-04', reason: 'test' }],
        earlyCloses: [{ date: '2024-07-09', reason: 'flood', close: '12:30' }],
        // A full day already: nothing changes.
        fullDays: [{ date: '2024-07-10', reason: 'not cut' }],
      }),
    )
    const changed = ['2024-07-04', '2024-07-05', '2024-07-09']
    expect(changedSessions(xnys, calendar, xnys.first, xnys.last)).toEqual(changed)
    expect(changedSessions(calendar, xnys, xnys.first, xnys.last)).toEqual(changed)
    expect(changedSessions(xnys, calendar, date('2024-07-05'), date('2024-07-08'))).toEqual(['2024-07-05'])
    expect(changedSessions(xnys, xnys, xnys.first, xnys.last)).toEqual([])
  })

  const from = dayNumber(date('2024-06-01'))
  const to = dayNumber(date('2024-12-31'))
  const someDates = fc
    .uniqueArray(fc.integer({ min: from, max: to }), { maxLength: 8 })
    .map((days) => days.map((day) => ({ date: dateOfDay(day), reason: 'overlay' })))

  test('whatever the overlay, its sessions are those of the table with its entries applied', () => {
    fc.assert(
      fc.property(
        someDates,
        fc.infiniteStream(fc.constantFrom('close', 'open', 'cut', 'full')),
        (dates, kinds) => {
          const chosen = dates.map((entry) => ({ ...entry, kind: kinds.next().value }))
          const of = (kind: string) =>
            chosen.filter((entry) => entry.kind === kind).map(({ date, reason }) => ({ date, reason }))
          const overlay = parseOverlay({
            closures: of('close'),
            openings: of('open'),
            earlyCloses: of('cut').map((entry) => ({ ...entry, close: '11:15' })),
            fullDays: of('full'),
          })
          const calendar = calendarWith('XNYS', overlay)
          const kindOf = new Map(chosen.map((entry) => [entry.date, entry.kind]))
          const changed: string[] = []
          for (let day = from; day <= to; day++) {
            const label = dateOfDay(day)
            const before = xnys.session(label)
            const after = calendar.session(label)
            const kind = kindOf.get(label)
            const isOpen = kind === 'open' || (before !== undefined && kind !== 'close')
            expect(after !== undefined, label).toBe(isOpen)
            if (kind === 'cut' && after) expect(after.expectedMinutes).toBe(105)
            if (kind === 'full' && after) expect(after.expectedMinutes).toBe(390)
            if (kind === undefined) expect(after).toEqual(before)
            const rows = [before, after].map((session) => session && JSON.stringify(sessionRow(session)))
            if (rows[0] !== rows[1]) changed.push(label)
          }
          expect(changedSessions(xnys, calendar, dateOfDay(from), dateOfDay(to))).toEqual(changed)
        },
      ),
      { numRuns: 30 },
    )
  })
})
