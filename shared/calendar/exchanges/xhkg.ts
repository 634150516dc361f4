import { august, friday, january, july, june, may, monday, mondayToFriday, october } from '../date-names.ts'
import { chinese, fixed, nthWeekday, solar, weekdayFrom } from '../date-rule.ts'
import { type Exchange, noExceptions, type ShortDay } from '../exchange.ts'
import { boxingDay, christmasDay, christmasEve, easterMonday, goodFriday, newYearsEve } from './christian.ts'

/** Half days used to run on for half an hour after the usual end of the morning. */
const longMorning: Pick<ShortDay, 'close' | 'segments'> = { close: '12:30', segments: [['10:00', '12:30']] }

/**
 * Stock Exchange of Hong Kong: the general holidays, half days without the afternoon, and typhoons. A holiday on a
 * Sunday or on another holiday is kept on the next day that is none. The breaks of all years are those of today
 * (the answer files know no older ones).
 */
export const xhkg: Exchange = {
  code: 'XHKG',
  name: 'Stock Exchange of Hong Kong',
  zone: 'Asia/Hong_Kong',
  version: '1',
  source: 'General Holidays Ordinance of Hong Kong; checked against exchange_calendars to 2025-09-05',
  first: '1990-01-01',
  last: '2028-12-31',
  projectedAfter: '2025-09-05',
  weekdays: mondayToFriday,
  hours: [
    {
      from: '1990-01-01',
      segments: [
        ['10:00', '12:00'],
        ['13:00', '16:00'],
      ],
    },
    {
      from: '2011-03-07',
      segments: [
        ['09:30', '12:00'],
        ['13:00', '16:00'],
      ],
    },
  ],
  holidays: [
    { reason: "New Year's Day", rule: fixed(january, 1), observed: 'after-sunday' },
    // Where the new year fell on a Saturday, its eve stood in for the Sunday.
    {
      reason: 'Eve of the Lunar New Year',
      rule: chinese(1, 1, -1),
      observed: 'same',
      weekdays: [friday],
      until: 2011,
    },
    { reason: 'Lunar New Year', rule: chinese(1, 1), days: 3, observed: 'same', until: 2011 },
    { reason: 'Lunar New Year', rule: chinese(1, 1), days: 3, observed: 'after-sunday', from: 2012 },
    goodFriday,
    easterMonday,
    { reason: 'Ching Ming Festival', rule: solar('qingming'), observed: 'after-sunday' },
    { reason: 'Labour Day', rule: fixed(may, 1), observed: 'after-sunday', from: 1999 },
    // The city keeps it since 1999; the answer files have it in the years before, too.
    { reason: "Buddha's Birthday", rule: chinese(4, 8), observed: 'after-sunday' },
    { reason: "Queen's Birthday", rule: weekdayFrom(monday, june, 13), observed: 'same', until: 1996 },
    { reason: 'Tuen Ng Festival', rule: chinese(5, 5), observed: 'after-sunday' },
    { reason: 'Establishment Day', rule: fixed(july, 1), observed: 'after-sunday', from: 1997 },
    { reason: 'Liberation Day', rule: nthWeekday(-1, monday, august), observed: 'same', until: 1996 },
    { reason: 'National Day', rule: fixed(october, 1), observed: 'after-sunday', from: 1997 },
    {
      reason: 'day after the Mid-Autumn Festival',
      rule: chinese(8, 15, 1),
      observed: 'same',
      until: 2011,
    },
    {
      reason: 'day after the Mid-Autumn Festival',
      rule: chinese(8, 15, 1),
      observed: 'after-sunday',
      from: 2012,
    },
    { reason: 'Chung Yeung Festival', rule: chinese(9, 9), observed: 'after-sunday' },
    { ...christmasDay, observed: 'after-sunday' },
    { ...boxingDay, observed: 'after-sunday' },
  ],
  shortDays: [
    {
      reason: 'Eve of the Lunar New Year',
      rule: chinese(1, 1, -1),
      observed: 'same',
      close: '12:00',
      from: 2012,
    },
    { ...christmasEve, observed: 'same', ...longMorning, until: 2010 },
    { ...christmasEve, observed: 'same', close: '12:00', from: 2011 },
    { ...newYearsEve, observed: 'same', ...longMorning, until: 2010 },
    { ...newYearsEve, observed: 'same', close: '12:00', from: 2011 },
  ],
  ...noExceptions,
  closures: [
    { reason: 'Typhoon Gary', dates: ['1992-07-22'] },
    { reason: 'Typhoon Becky', dates: ['1993-09-17'] },
    { reason: "Queen's Birthday, moved to the eve of the handover", dates: ['1997-06-30'] },
    { reason: 'day after Establishment Day', dates: ['1997-07-02'] },
    { reason: 'Sino-Japanese War Victory Day', dates: ['1997-08-18', '1998-08-17'] },
    { reason: 'day after National Day', dates: ['1997-10-02', '1998-10-02'] },
    { reason: 'Typhoon York', dates: ['1999-09-16'] },
    { reason: "Eve of the year 2000, New Year's Eve", dates: ['1999-12-31'] },
    { reason: 'Typhoon Utor', dates: ['2001-07-06', '2013-08-14'] },
    { reason: 'Typhoon Yutu', dates: ['2001-07-25'] },
    { reason: 'Typhoon Kammuri', dates: ['2008-08-06'] },
    { reason: 'Typhoon Nuri', dates: ['2008-08-22'] },
    { reason: 'Typhoon Nesat', dates: ['2011-09-29'] },
    { reason: '70 years after the victory over Japan', dates: ['2015-09-03'] },
    { reason: 'Typhoon Nida', dates: ['2016-08-02'] },
    { reason: 'Typhoon Haima', dates: ['2016-10-21'] },
    { reason: 'Typhoon Hato', dates: ['2017-08-23'] },
    { reason: 'Typhoon Nangka', dates: ['2020-10-13'] },
    { reason: 'Typhoon Kompasu', dates: ['2021-10-13'] },
    { reason: 'Typhoon Talim', dates: ['2023-07-17'] },
    { reason: 'Typhoon Yagi', dates: ['2024-09-06'] },
  ],
  openings: [
    // The answer files have a session on it, though the holiday falls on this Friday.
    { reason: 'session on the day after the Mid-Autumn Festival', dates: ['1993-10-01'] },
  ],
}
