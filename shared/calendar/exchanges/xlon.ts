import { august, january, may, monday, mondayToFriday } from '../date-names.ts'
import { fixed, nthWeekday } from '../date-rule.ts'
import { type Exchange, noExceptions } from '../exchange.ts'
import {
  beforeChristmas,
  beforeNewYear,
  boxingDay,
  christmasDay,
  easterMonday,
  goodFriday,
} from './christian.ts'

/** London Stock Exchange: the bank holidays of England and Wales. Closing auctions lie after the regular hours. */
export const xlon: Exchange = {
  code: 'XLON',
  name: 'London Stock Exchange',
  zone: 'Europe/London',
  version: '1',
  source: 'bank holidays of England and Wales; checked against exchange_calendars to 2023-09-12',
  first: '1990-01-01',
  last: '2028-12-31',
  projectedAfter: '2023-09-12',
  weekdays: mondayToFriday,
  hours: [{ from: '1990-01-01', segments: [['08:00', '16:30']] }],
  holidays: [
    { reason: "New Year's Day", rule: fixed(january, 1), observed: 'after-weekend' },
    goodFriday,
    easterMonday,
    {
      reason: 'Early May bank holiday',
      rule: nthWeekday(1, monday, may),
      observed: 'same',
      // Moved to Victory in Europe Day.
      except: [1995, 2020],
    },
    {
      reason: 'Spring bank holiday',
      rule: nthWeekday(-1, monday, may),
      observed: 'same',
      // Moved next to the Queen's jubilees.
      except: [2002, 2012, 2022],
    },
    { reason: 'Summer bank holiday', rule: nthWeekday(-1, monday, august), observed: 'same' },
    { ...christmasDay, observed: 'after-weekend' },
    { ...boxingDay, observed: 'after-weekend' },
  ],
  shortDays: [
    { ...beforeChristmas, close: '12:30' },
    // The last day of 1999 was closed and the session before it a full one.
    { ...beforeNewYear, close: '12:30', except: [1999] },
  ],
  ...noExceptions,
  closures: [
    { reason: 'Early May bank holiday, on Victory in Europe Day', dates: ['1995-05-08', '2020-05-08'] },
    { reason: "Eve of the year 2000, New Year's Eve", dates: ['1999-12-31'] },
    { reason: 'Spring bank holiday, moved to the Golden Jubilee', dates: ['2002-06-03'] },
    { reason: 'Golden Jubilee of Elizabeth II', dates: ['2002-06-04'] },
    { reason: 'Wedding of Prince William', dates: ['2011-04-29'] },
    { reason: 'Spring bank holiday, moved to the Diamond Jubilee', dates: ['2012-06-04'] },
    { reason: 'Diamond Jubilee of Elizabeth II', dates: ['2012-06-05'] },
    { reason: 'Spring bank holiday, moved to the Platinum Jubilee', dates: ['2022-06-02'] },
    { reason: 'Platinum Jubilee of Elizabeth II', dates: ['2022-06-03'] },
    { reason: 'Funeral of Elizabeth II', dates: ['2022-09-19'] },
    { reason: 'Coronation of Charles III', dates: ['2023-05-08'] },
  ],
}
