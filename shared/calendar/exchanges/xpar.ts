import { january, july, may, mondayToFriday } from '../date-names.ts'
import { fixed } from '../date-rule.ts'
import { type Exchange, noExceptions } from '../exchange.ts'
import {
  boxingDay,
  christmasDay,
  christmasEve,
  easterMonday,
  goodFriday,
  newYearsEve,
  whitMonday,
} from './christian.ts'

/** Euronext Paris: the French holidays until 2001, those of all Euronext markets since 2002. */
export const xpar: Exchange = {
  code: 'XPAR',
  name: 'Euronext Paris',
  zone: 'Europe/Paris',
  version: '1',
  source: 'trading days of Euronext; checked against exchange_calendars to 2019-09-27',
  first: '1990-01-01',
  last: '2028-12-31',
  projectedAfter: '2019-09-27',
  weekdays: mondayToFriday,
  hours: [{ from: '1990-01-01', segments: [['09:00', '17:30']] }],
  holidays: [
    { reason: "New Year's Day", rule: fixed(january, 1), observed: 'same' },
    goodFriday,
    easterMonday,
    { reason: 'Labour Day', rule: fixed(may, 1), observed: 'same' },
    { ...whitMonday, until: 2001 },
    { reason: 'Bastille Day', rule: fixed(july, 14), observed: 'same', until: 2001 },
    christmasDay,
    boxingDay,
    { ...newYearsEve, until: 2001 },
  ],
  shortDays: [
    { ...christmasEve, observed: 'same', close: '14:05' },
    { ...newYearsEve, observed: 'same', close: '14:05', from: 2002 },
  ],
  ...noExceptions,
}
