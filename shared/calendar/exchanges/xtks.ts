import {
  april,
  august,
  december,
  february,
  january,
  july,
  may,
  monday,
  mondayToFriday,
  november,
  october,
  september,
  tuesday,
} from '../date-names.ts'
import { fixed, nthWeekday, solar } from '../date-rule.ts'
import { type Exchange, noExceptions } from '../exchange.ts'
import { newYearsEve } from './christian.ts'

/**
 * Tokyo Stock Exchange: the holidays of Japan, and the days around the new year. A holiday on a Sunday is kept on
 * the next day that is none. The breaks of all years are those of today (the answer files know no older ones).
 */
export const xtks: Exchange = {
  code: 'XTKS',
  name: 'Tokyo Stock Exchange',
  zone: 'Asia/Tokyo',
  version: '1',
  source: 'Act on National Holidays of Japan; checked against exchange_calendars to 2026-12-30',
  first: '2000-01-01',
  last: '2028-12-31',
  projectedAfter: '2026-12-31',
  weekdays: mondayToFriday,
  hours: [
    {
      from: '2000-01-01',
      segments: [
        ['09:00', '11:30'],
        ['12:30', '15:00'],
      ],
    },
    {
      from: '2024-11-05',
      segments: [
        ['09:00', '11:30'],
        ['12:30', '15:30'],
      ],
    },
  ],
  holidays: [
    { reason: 'New Year holidays', rule: fixed(january, 1), days: 3, observed: 'same' },
    { reason: 'Coming of Age Day', rule: nthWeekday(2, monday, january), observed: 'same' },
    { reason: 'National Foundation Day', rule: fixed(february, 11), observed: 'after-sunday' },
    { reason: "Emperor's Birthday", rule: fixed(february, 23), observed: 'after-sunday', from: 2020 },
    { reason: 'Vernal Equinox Day', rule: solar('spring equinox'), observed: 'after-sunday' },
    { reason: 'Greenery Day', rule: fixed(april, 29), observed: 'after-sunday', until: 2006 },
    { reason: 'Showa Day', rule: fixed(april, 29), observed: 'after-sunday', from: 2007 },
    { reason: 'Constitution Memorial Day', rule: fixed(may, 3), observed: 'after-sunday' },
    { reason: "Citizens' Holiday", rule: fixed(may, 4), observed: 'same', until: 2006 },
    { reason: 'Greenery Day', rule: fixed(may, 4), observed: 'after-sunday', from: 2007 },
    { reason: "Children's Day", rule: fixed(may, 5), observed: 'after-sunday' },
    { reason: 'Marine Day', rule: fixed(july, 20), observed: 'after-sunday', until: 2002 },
    // Three holidays moved to the Olympic games.
    {
      reason: 'Marine Day',
      rule: nthWeekday(3, monday, july),
      observed: 'same',
      from: 2003,
      except: [2020, 2021],
    },
    {
      reason: 'Mountain Day',
      rule: fixed(august, 11),
      observed: 'after-sunday',
      from: 2016,
      except: [2020, 2021],
    },
    {
      reason: 'Respect for the Aged Day',
      rule: fixed(september, 15),
      observed: 'after-sunday',
      until: 2002,
    },
    {
      reason: 'Respect for the Aged Day',
      rule: nthWeekday(3, monday, september),
      observed: 'same',
      from: 2003,
    },
    // A day between two holidays is one too, which only comes about between a Monday and a Wednesday.
    {
      reason: "Citizens' Holiday",
      rule: solar('autumn equinox', -1),
      observed: 'same',
      weekdays: [tuesday],
      from: 2003,
    },
    { reason: 'Autumnal Equinox Day', rule: solar('autumn equinox'), observed: 'after-sunday' },
    {
      reason: 'Sports Day',
      rule: nthWeekday(2, monday, october),
      observed: 'same',
      except: [2020, 2021],
    },
    { reason: 'Culture Day', rule: fixed(november, 3), observed: 'after-sunday' },
    { reason: 'Labour Thanksgiving Day', rule: fixed(november, 23), observed: 'after-sunday' },
    { reason: "Emperor's Birthday", rule: fixed(december, 23), observed: 'after-sunday', until: 2018 },
    newYearsEve,
  ],
  shortDays: [],
  ...noExceptions,
  closures: [
    { reason: 'Abdication of Emperor Akihito', dates: ['2019-04-30'] },
    { reason: 'Accession of Emperor Naruhito', dates: ['2019-05-01'] },
    { reason: "Citizens' Holiday after the accession", dates: ['2019-05-02'] },
    { reason: 'Enthronement of Emperor Naruhito', dates: ['2019-10-22'] },
    { reason: 'Marine Day, moved to the Olympic games', dates: ['2020-07-23', '2021-07-22'] },
    { reason: 'Sports Day, moved to the Olympic games', dates: ['2020-07-24', '2021-07-23'] },
    { reason: 'Mountain Day, moved to the Olympic games', dates: ['2020-08-10', '2021-08-09'] },
    { reason: 'Failure of the trading system', dates: ['2020-10-01'] },
  ],
}
