import { expect, test } from 'vitest'
import { parseOverlay } from '#shared/calendar/overlay.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { barsBut, monday, storeWith, tuesday, yearLater } from '../testing/made-store.ts'
import { qualityOf } from './quality.ts'

test('R7: sessions graded before are graded anew when the calendar is changed, and again when that is undone', () => {
  const store = storeWith(
    barsBut([], { symbol: 'SPY', session: monday, to: 120 }),
    barsBut([5], { symbol: 'SPY', session: tuesday }),
  )
  const calendars = new Calendars()
  const grade = () => {
    const symbols = [{ symbol: 'SPY', exchange: 'XNYS', synthetic: false }]
    const query = { symbols, from: monday, to: tuesday }
    const { rows, fresh } = qualityOf(store, { now: () => yearLater }, calendars, query)
    store.ledger.keepGrades(fresh)
    return rows
      .toArray()
      .map(({ session, expected, recorded, coverage }) => [session, expected, recorded, coverage])
  }
  const asPublished = [
    [monday, 390, 120, 30.7],
    [tuesday, 390, 389, 99.7],
  ]
  expect(grade()).toEqual(asPublished)
  const earlyCloses = [{ date: monday, reason: 'flood', close: '11:30' }]
  calendars.replace(new Map([['XNYS', parseOverlay({ earlyCloses })]]))
  expect(grade()).toEqual([[monday, 120, 120, 100], asPublished[1]])
  const closures = [{ date: monday, reason: 'storm' }]
  calendars.replace(new Map([['XNYS', parseOverlay({ closures })]]))
  expect(grade()).toEqual([asPublished[1]])
  calendars.replace(new Map())
  expect(grade()).toEqual(asPublished)
})
