import { april, january, june, monday, mondayToFriday } from '../date-names.ts'
import { fixed, nthWeekday, weekdayFrom } from '../date-rule.ts'
import { type Exchange, noExceptions } from '../exchange.ts'
import {
  beforeChristmas,
  beforeNewYear,
  boxingDay,
  christmasDay,
  easterMonday,
  goodFriday,
} from './christian.ts'

/** Australian Securities Exchange: its sessions open on the UTC date before their label in summer (R3). */
export const xasx: Exchange = {
  code: 'XASX',
  name: 'Australian Securities Exchange',
  zone: 'Australia/Sydney',
  version: '1',
  source: 'trading days of ASX; checked against exchange_calendars to 2025-02-14',
  first: '1990-01-01',
  last: '2028-12-31',
  projectedAfter: '2025-02-14',
  weekdays: mondayToFriday,
  hours: [{ from: '1990-01-01', segments: [['10:00', '16:00']] }],
  holidays: [
    { reason: "New Year's Day", rule: fixed(january, 1), observed: 'after-weekend' },
    { reason: 'Australia Day', rule: weekdayFrom(monday, january, 26), observed: 'same', until: 1992 },
    { reason: 'Australia Day', rule: fixed(january, 26), observed: 'after-weekend', from: 1994 },
    goodFriday,
    easterMonday,
    { reason: 'Anzac Day', rule: fixed(april, 25), observed: 'same' },
    { reason: "Monarch's Birthday", rule: nthWeekday(2, monday, june), observed: 'same' },
    { ...christmasDay, observed: 'after-weekend' },
    { ...boxingDay, observed: 'after-weekend' },
  ],
  // Both days were full ones in 2022.
  shortDays: [
    { ...beforeChristmas, close: '14:10', from: 2010, except: [2022] },
    { ...beforeNewYear, close: '14:10', from: 2010, except: [2022] },
  ],
  ...noExceptions,
  closures: [
    { reason: "New Year's Eve", dates: ['1990-12-31'] },
    { reason: "Eve of the year 2000, New Year's Eve", dates: ['1999-12-31'] },
    { reason: 'Anzac Day, moved from Sunday', dates: ['2010-04-26'] },
    { reason: 'Anzac Day, moved from Easter Monday', dates: ['2011-04-26'] },
    { reason: 'National Day of Mourning for Elizabeth II', dates: ['2022-09-22'] },
  ],
}
