import { type Exchange, noExceptions } from '../exchange.ts'

/** Markets that never close, such as those of crypto currencies: a session is a UTC day. */
export const alwaysOpen: Exchange = {
  code: '24/7',
  name: 'Always open',
  zone: 'UTC',
  version: '1',
  source: 'by definition',
  first: '1970-01-01',
  last: '2099-12-31',
  weekdays: [0, 1, 2, 3, 4, 5, 6],
  hours: [{ from: '1970-01-01', segments: [['00:00', '24:00']] }],
  holidays: [],
  shortDays: [],
  ...noExceptions,
}
