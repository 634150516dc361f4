import {
  december,
  february,
  friday,
  january,
  july,
  june,
  may,
  monday,
  mondayToFriday,
  november,
  september,
  thursday,
  tuesday,
  wednesday,
} from '../date-names.ts'
import { fixed, nthWeekday } from '../date-rule.ts'
import { type Exchange, noExceptions } from '../exchange.ts'
import { goodFriday } from './christian.ts'
import { xnysStops } from './xnys-stops.ts'

const thanksgiving = nthWeekday(4, thursday, november)
const dayAfterThanksgiving = nthWeekday(4, thursday, november, 1)
const dayBeforeIndependenceDay = fixed(july, 3)

/**
 * New York Stock Exchange; the other exchanges for US equities keep the same hours. Late opens, halts and closes
 * that were not announced before the session are interruptions, not part of its schedule (R6).
 */
export const xnys: Exchange = {
  code: 'XNYS',
  name: 'New York Stock Exchange',
  zone: 'America/New_York',
  version: '2',
  source: 'Rule 7.2 of the exchange; checked against exchange_calendars to 2023-01-13 and LEAN to 2028',
  first: '1990-01-01',
  last: '2028-12-31',
  weekdays: mondayToFriday,
  hours: [
    {
      from: '1990-01-01',
      segments: [['09:30', '16:00']],
      preMarketOpen: '04:00',
      postMarketMinutes: 240,
    },
  ],
  holidays: [
    // A Friday that ends the year is an accounting day and stays open.
    { reason: "New Year's Day", rule: fixed(january, 1), observed: 'after-sunday' },
    {
      reason: 'Martin Luther King Jr. Day',
      rule: nthWeekday(3, monday, january),
      observed: 'same',
      from: 1998,
    },
    { reason: "Washington's Birthday", rule: nthWeekday(3, monday, february), observed: 'same' },
    goodFriday,
    { reason: 'Memorial Day', rule: nthWeekday(-1, monday, may), observed: 'same' },
    { reason: 'Juneteenth', rule: fixed(june, 19), observed: 'nearest', from: 2022 },
    { reason: 'Independence Day', rule: fixed(july, 4), observed: 'nearest' },
    { reason: 'Labor Day', rule: nthWeekday(1, monday, september), observed: 'same' },
    { reason: 'Thanksgiving Day', rule: thanksgiving, observed: 'same' },
    { reason: 'Christmas Day', rule: fixed(december, 25), observed: 'nearest' },
  ],
  shortDays: [
    {
      reason: 'day after Thanksgiving',
      rule: dayAfterThanksgiving,
      observed: 'same',
      close: '14:00',
      from: 1992,
      until: 1992,
    },
    {
      reason: 'day after Thanksgiving',
      rule: dayAfterThanksgiving,
      observed: 'same',
      close: '13:00',
      from: 1993,
    },
    {
      reason: 'Christmas Eve',
      rule: fixed(december, 24),
      observed: 'same',
      close: '14:00',
      until: 1992,
    },
    { reason: 'Christmas Eve', rule: fixed(december, 24), observed: 'same', close: '13:00', from: 1993 },
    {
      reason: 'day before Independence Day',
      rule: dayBeforeIndependenceDay,
      observed: 'same',
      weekdays: [monday, tuesday, thursday],
      close: '13:00',
      from: 1995,
    },
    {
      reason: 'day before Independence Day',
      rule: dayBeforeIndependenceDay,
      observed: 'same',
      weekdays: [wednesday],
      close: '13:00',
      from: 2013,
    },
    // Until then a Wednesday before the holiday was a full day, and the Friday after it was cut.
    {
      reason: 'day after Independence Day',
      rule: fixed(july, 5),
      observed: 'same',
      weekdays: [friday],
      close: '13:00',
      from: 1996,
      until: 2012,
    },
  ],
  ...noExceptions,
  closures: [
    { reason: 'Funeral of President Nixon', dates: ['1994-04-27'] },
    { reason: 'Attacks of September 11', dates: ['2001-09-11/2001-09-14'] },
    { reason: 'Funeral of President Reagan', dates: ['2004-06-11'] },
    { reason: 'Funeral of President Ford', dates: ['2007-01-02'] },
    { reason: 'Hurricane Sandy', dates: ['2012-10-29/2012-10-30'] },
    { reason: 'Funeral of President G. H. W. Bush', dates: ['2018-12-05'] },
    { reason: 'Funeral of President Carter', dates: ['2025-01-09'] },
  ],
  earlyCloses: [
    { reason: 'day after Christmas', dates: ['1997-12-26', '2003-12-26'], close: '13:00' },
    // Other lists of early closes do not have this one.
    { reason: "New Year's Eve", dates: ['1999-12-31'], close: '13:00' },
  ],
  stops: xnysStops,
}
