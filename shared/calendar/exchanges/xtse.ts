import {
  august,
  december,
  february,
  january,
  july,
  may,
  monday,
  mondayToFriday,
  october,
  september,
} from '../date-names.ts'
import { fixed, nthWeekday, weekdayFrom } from '../date-rule.ts'
import { type Exchange, noExceptions } from '../exchange.ts'
import { boxingDay, christmasDay, goodFriday } from './christian.ts'

/** Toronto Stock Exchange: the holidays of Ontario. */
export const xtse: Exchange = {
  code: 'XTSE',
  name: 'Toronto Stock Exchange',
  zone: 'America/Toronto',
  version: '1',
  source: 'trading days of TMX; checked against exchange_calendars to 2019-10-04',
  first: '1990-01-01',
  last: '2028-12-31',
  projectedAfter: '2019-10-04',
  weekdays: mondayToFriday,
  hours: [{ from: '1990-01-01', segments: [['09:30', '16:00']] }],
  holidays: [
    { reason: "New Year's Day", rule: fixed(january, 1), observed: 'after-weekend' },
    { reason: 'Family Day', rule: nthWeekday(3, monday, february), observed: 'same', from: 2008 },
    goodFriday,
    // The last Monday before 25 May.
    { reason: 'Victoria Day', rule: weekdayFrom(monday, may, 18), observed: 'same' },
    { reason: 'Canada Day', rule: fixed(july, 1), observed: 'after-weekend' },
    { reason: 'Civic Holiday', rule: nthWeekday(1, monday, august), observed: 'same' },
    { reason: 'Labour Day', rule: nthWeekday(1, monday, september), observed: 'same' },
    { reason: 'Thanksgiving', rule: nthWeekday(2, monday, october), observed: 'same' },
    { ...christmasDay, observed: 'after-weekend' },
    { ...boxingDay, observed: 'after-weekend' },
  ],
  shortDays: [
    { reason: 'Christmas Eve', rule: fixed(december, 24), observed: 'same', close: '13:00', from: 2010 },
  ],
  ...noExceptions,
  closures: [{ reason: 'Attacks of September 11', dates: ['2001-09-11/2001-09-12'] }],
}
