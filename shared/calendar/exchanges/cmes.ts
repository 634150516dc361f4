import {
  december,
  february,
  january,
  july,
  june,
  may,
  monday,
  mondayToFriday,
  november,
  september,
  thursday,
} from '../date-names.ts'
import { type DateRule, fixed, nthWeekday } from '../date-rule.ts'
import { type Exchange, noExceptions, type ShortDay } from '../exchange.ts'
import { goodFriday } from './christian.ts'

/** A US holiday on which the floor is closed but the electronic session runs until noon. */
function noonClose(reason: string, rule: DateRule, observed: ShortDay['observed'], from?: number): ShortDay {
  return { reason, rule, observed, close: '12:00', ...(from !== undefined && { from }) }
}

/**
 * Equity futures of the Chicago Mercantile Exchange. A session opens on the evening before its date and runs for
 * 24 hours; the pause before the next one, which differs by product and year, is not in it (R6).
 */
export const cmes: Exchange = {
  code: 'CMES',
  name: 'CME equity futures',
  zone: 'America/Chicago',
  version: '1',
  source: 'holiday calendar of CME Globex; checked against exchange_calendars to 2027-07-16',
  first: '1990-01-01',
  last: '2028-12-31',
  projectedAfter: '2027-07-16',
  weekdays: mondayToFriday,
  hours: [{ from: '1990-01-01', segments: [['eve 17:00', '17:00']] }],
  holidays: [
    { reason: "New Year's Day", rule: fixed(january, 1), observed: 'after-sunday' },
    goodFriday,
    { reason: 'Christmas Day', rule: fixed(december, 25), observed: 'nearest' },
  ],
  shortDays: [
    noonClose('Martin Luther King Jr. Day', nthWeekday(3, monday, january), 'same', 1998),
    noonClose("Washington's Birthday", nthWeekday(3, monday, february), 'same'),
    noonClose('Memorial Day', nthWeekday(-1, monday, may), 'same'),
    noonClose('Juneteenth', fixed(june, 19), 'nearest', 2022),
    noonClose('Independence Day', fixed(july, 4), 'nearest'),
    noonClose('Labor Day', nthWeekday(1, monday, september), 'same'),
    noonClose('Thanksgiving Day', nthWeekday(4, thursday, november), 'same'),
    noonClose('day after Thanksgiving', nthWeekday(4, thursday, november, 1), 'same', 1993),
    noonClose('Christmas Eve', fixed(december, 24), 'same'),
  ],
  ...noExceptions,
  closures: [
    { reason: 'Funeral of President Nixon', dates: ['1994-04-27'] },
    { reason: 'Funeral of President Reagan', dates: ['2004-06-11'] },
    { reason: 'Funeral of President Ford', dates: ['2007-01-02'] },
    { reason: 'Funeral of President G. H. W. Bush', dates: ['2018-12-05'] },
    { reason: 'Funeral of President Carter', dates: ['2025-01-09'] },
  ],
}
