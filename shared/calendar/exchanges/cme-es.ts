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
  tuesday,
  wednesday,
} from '../date-names.ts'
import { type DateRule, fixed, nthWeekday } from '../date-rule.ts'
import { type Exchange, noExceptions, type ShortDay } from '../exchange.ts'
import { christmasDay, goodFriday } from './christian.ts'

/** A US holiday on which trading stops at noon, until it goes on in the evening with the next session. */
function noonClose(reason: string, rule: DateRule, observed: ShortDay['observed'] = 'same'): ShortDay {
  return { reason, rule, observed, close: '12:00' }
}

/** A day on which the stock exchanges close early too: a quarter of an hour after them. */
function quarterPastNoon(reason: string, rule: DateRule, weekdays?: ShortDay['weekdays']): ShortDay {
  return { reason, rule, observed: 'same', close: '12:15', ...(weekdays && { weekdays }) }
}

const withEmploymentReport = 'Good Friday with the employment report'
const goodFridaysWithReport = ['2021-04-02', '2023-04-07', '2026-04-03']

/**
 * E-mini S&P 500 and the other equity index futures of CME Globex: from 17:00 to 16:00, with a pause of an hour
 * before the next session (R6), and until June 2021 one of a quarter of an hour after the close of the stock
 * exchanges. Before 2016 the evening pause was shorter, and holidays closed at other times: those years are not
 * answered for. A holiday cut at noon keeps a label of its own, as in the CMES calendar.
 */
export const cmeEs: Exchange = {
  code: 'CME-ES',
  name: 'CME E-mini S&P 500',
  zone: 'America/Chicago',
  version: '1',
  source: 'product hours of CME Globex; holidays and early closes checked against LEAN to 2026',
  first: '2016-01-01',
  last: '2028-12-31',
  projectedAfter: '2026-12-31',
  weekdays: mondayToFriday,
  hours: [
    {
      from: '2016-01-01',
      segments: [
        ['eve 17:00', '15:15'],
        ['15:30', '16:00'],
      ],
    },
    { from: '2021-06-28', segments: [['eve 17:00', '16:00']] },
  ],
  holidays: [
    { reason: "New Year's Day", rule: fixed(january, 1), observed: 'after-sunday' },
    goodFriday,
    { ...christmasDay, observed: 'nearest' },
  ],
  shortDays: [
    noonClose('Martin Luther King Jr. Day', nthWeekday(3, monday, january)),
    noonClose("Washington's Birthday", nthWeekday(3, monday, february)),
    noonClose('Memorial Day', nthWeekday(-1, monday, may)),
    { ...noonClose('Juneteenth', fixed(june, 19), 'nearest'), from: 2022 },
    // As on the stock exchanges: before a holiday that falls on Saturday or Sunday, and on a Friday, it is whole.
    quarterPastNoon('day before Independence Day', fixed(july, 3), [monday, tuesday, wednesday, thursday]),
    noonClose('Independence Day', fixed(july, 4), 'nearest'),
    noonClose('Labor Day', nthWeekday(1, monday, september)),
    noonClose('Thanksgiving Day', nthWeekday(4, thursday, november)),
    quarterPastNoon('day after Thanksgiving', nthWeekday(4, thursday, november, 1)),
    quarterPastNoon('Christmas Eve', fixed(december, 24)),
  ],
  ...noExceptions,
  openings: [{ reason: withEmploymentReport, dates: goodFridaysWithReport }],
  earlyCloses: [
    { reason: withEmploymentReport, dates: goodFridaysWithReport, close: '08:15' },
    { reason: 'Funeral of President G. H. W. Bush', dates: ['2018-12-05'], close: '08:30' },
    { reason: 'Funeral of President Carter', dates: ['2025-01-09'], close: '08:30' },
  ],
}
