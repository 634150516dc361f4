import { august, january, may, mondayToFriday } from '../date-names.ts'
import { fixed } from '../date-rule.ts'
import { type Exchange, noExceptions } from '../exchange.ts'
import {
  ascensionDay,
  boxingDay,
  christmasDay,
  christmasEve,
  easterMonday,
  goodFriday,
  newYearsEve,
  whitMonday,
} from './christian.ts'

/** SIX Swiss Exchange: no early closes. */
export const xswx: Exchange = {
  code: 'XSWX',
  name: 'SIX Swiss Exchange',
  zone: 'Europe/Zurich',
  version: '1',
  source: 'trading days of SIX; checked against exchange_calendars to 2019-09-19',
  first: '1990-01-01',
  last: '2028-12-31',
  projectedAfter: '2019-09-19',
  weekdays: mondayToFriday,
  hours: [{ from: '1990-01-01', segments: [['09:00', '17:30']] }],
  holidays: [
    { reason: "New Year's Day", rule: fixed(january, 1), observed: 'same' },
    { reason: "Berchtold's Day", rule: fixed(january, 2), observed: 'same' },
    goodFriday,
    easterMonday,
    { reason: 'Labour Day', rule: fixed(may, 1), observed: 'same' },
    ascensionDay,
    whitMonday,
    { reason: 'Swiss National Day', rule: fixed(august, 1), observed: 'same' },
    christmasEve,
    christmasDay,
    boxingDay,
    newYearsEve,
  ],
  shortDays: [],
  ...noExceptions,
}
