import { december, january, may, mondayToFriday, october } from '../date-names.ts'
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

/** Xetra, the electronic market of Frankfurt. */
export const xetr: Exchange = {
  code: 'XETR',
  name: 'Xetra',
  zone: 'Europe/Berlin',
  version: '1',
  source: 'trading days of Deutsche Börse; checked against exchange_calendars to 2023-06-06',
  first: '1990-01-01',
  last: '2028-12-31',
  projectedAfter: '2023-06-06',
  weekdays: mondayToFriday,
  hours: [{ from: '1990-01-01', segments: [['09:00', '17:30']] }],
  holidays: [
    { reason: "New Year's Day", rule: fixed(january, 1), observed: 'same' },
    goodFriday,
    easterMonday,
    { reason: 'Labour Day', rule: fixed(may, 1), observed: 'same' },
    // Not a trading day in these years only; it is one again since 2022.
    { ...whitMonday, from: 2015, until: 2021 },
    { reason: 'German Unity Day', rule: fixed(october, 3), observed: 'same', from: 2014, until: 2021 },
    christmasEve,
    christmasDay,
    boxingDay,
    newYearsEve,
  ],
  shortDays: [
    {
      reason: 'last session of the year',
      rule: fixed(december, 30),
      observed: 'before',
      close: '14:00',
      from: 2010,
    },
  ],
  ...noExceptions,
  closures: [
    { reason: 'Whit Monday', dates: ['2007-05-28'] },
    { reason: 'Reformation Day, 500 years after the theses', dates: ['2017-10-31'] },
  ],
}

/** Frankfurt Stock Exchange: the days and regular hours of Xetra. */
export const xfra: Exchange = {
  ...xetr,
  code: 'XFRA',
  name: 'Frankfurt Stock Exchange',
  source: 'trading days of Deutsche Börse; checked against exchange_calendars to 2023-12-29',
  projectedAfter: '2023-12-29',
}
