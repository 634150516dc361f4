import type { DateRule } from '../date-rule.ts'
import type { Exchange } from '../exchange.ts'

const january = 1
const february = 2
const may = 5
const june = 6
const july = 7
const september = 9
const november = 11
const december = 12

const monday = 1
const tuesday = 2
const wednesday = 3
const thursday = 4
const friday = 5

const thanksgiving: DateRule = { kind: 'weekday', month: november, weekday: thursday, nth: 4 }
const christmasEve: DateRule = { kind: 'fixed', month: december, day: 24 }
const dayAfterThanksgiving: DateRule = { ...thanksgiving, plus: 1 }
const dayBeforeIndependenceDay: DateRule = { kind: 'fixed', month: july, day: 3 }

/**
 * New York Stock Exchange; the other exchanges for US equities keep the same hours. Late opens, halts and closes
 * that were not announced before the session are interruptions, not part of its schedule (R6).
 */
export const xnys: Exchange = {
  code: 'XNYS',
  name: 'New York Stock Exchange',
  zone: 'America/New_York',
  version: '1',
  first: '1990-01-01',
  last: '2028-12-31',
  weekdays: [monday, tuesday, wednesday, thursday, friday],
  hours: [
    {
      from: '1990-01-01',
      segments: [['09:30', '16:00']],
      preMarketOpen: '04:00',
      postMarketMinutes: 240,
    },
  ],
  holidays: [
    {
      reason: "New Year's Day",
      rule: { kind: 'fixed', month: january, day: 1 },
      // A Friday that ends the year is an accounting day and stays open.
      observed: 'sunday-to-monday',
    },
    {
      reason: 'Martin Luther King Jr. Day',
      rule: { kind: 'weekday', month: january, weekday: monday, nth: 3 },
      observed: 'same',
      from: 1998,
    },
    {
      reason: "Washington's Birthday",
      rule: { kind: 'weekday', month: february, weekday: monday, nth: 3 },
      observed: 'same',
    },
    { reason: 'Good Friday', rule: { kind: 'easter', plus: -2 }, observed: 'same' },
    {
      reason: 'Memorial Day',
      rule: { kind: 'weekday', month: may, weekday: monday, nth: -1 },
      observed: 'same',
    },
    {
      reason: 'Juneteenth',
      rule: { kind: 'fixed', month: june, day: 19 },
      observed: 'nearest',
      from: 2022,
    },
    { reason: 'Independence Day', rule: { kind: 'fixed', month: july, day: 4 }, observed: 'nearest' },
    {
      reason: 'Labor Day',
      rule: { kind: 'weekday', month: september, weekday: monday, nth: 1 },
      observed: 'same',
    },
    { reason: 'Thanksgiving Day', rule: thanksgiving, observed: 'same' },
    { reason: 'Christmas Day', rule: { kind: 'fixed', month: december, day: 25 }, observed: 'nearest' },
  ],
  shortDays: [
    { reason: 'day after Thanksgiving', rule: dayAfterThanksgiving, close: '14:00', from: 1992, until: 1992 },
    { reason: 'day after Thanksgiving', rule: dayAfterThanksgiving, close: '13:00', from: 1993 },
    { reason: 'Christmas Eve', rule: christmasEve, close: '14:00', until: 1992 },
    { reason: 'Christmas Eve', rule: christmasEve, close: '13:00', from: 1993 },
    {
      reason: 'day before Independence Day',
      rule: dayBeforeIndependenceDay,
      weekdays: [monday, tuesday, thursday],
      close: '13:00',
      from: 1995,
    },
    {
      reason: 'day before Independence Day',
      rule: dayBeforeIndependenceDay,
      weekdays: [wednesday],
      close: '13:00',
      from: 2013,
    },
    // Until then a Wednesday before the holiday was a full day, and the Friday after it was cut.
    {
      reason: 'day after Independence Day',
      rule: { kind: 'fixed', month: july, day: 5 },
      weekdays: [friday],
      close: '13:00',
      from: 1996,
      until: 2012,
    },
  ],
  closures: [
    { date: '1994-04-27', reason: 'Funeral of President Nixon' },
    { date: '2001-09-11', reason: 'Attacks of September 11' },
    { date: '2001-09-12', reason: 'Attacks of September 11' },
    { date: '2001-09-13', reason: 'Attacks of September 11' },
    { date: '2001-09-14', reason: 'Attacks of September 11' },
    { date: '2004-06-11', reason: 'Funeral of President Reagan' },
    { date: '2007-01-02', reason: 'Funeral of President Ford' },
    { date: '2012-10-29', reason: 'Hurricane Sandy' },
    { date: '2012-10-30', reason: 'Hurricane Sandy' },
    { date: '2018-12-05', reason: 'Funeral of President G. H. W. Bush' },
    { date: '2025-01-09', reason: 'Funeral of President Carter' },
  ],
  earlyCloses: [
    { date: '1997-12-26', reason: 'day after Christmas', close: '13:00' },
    { date: '1999-12-31', reason: "New Year's Eve", close: '13:00' },
    { date: '2003-12-26', reason: 'day after Christmas', close: '13:00' },
  ],
}
