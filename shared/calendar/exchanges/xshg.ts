import { friday, january, may, monday, mondayToFriday, october } from '../date-names.ts'
import { chinese, type DateRule, fixed, solar } from '../date-rule.ts'
import { type Exchange, type Holiday, noExceptions, type Years } from '../exchange.ts'

/**
 * A holiday of a day: one on a weekend is kept on the Monday after it, one on a Tuesday or Thursday takes the day
 * between it and the weekend with it.
 */
function singleDay(reason: string, rule: DateRule, years: Years): readonly Holiday[] {
  const plus = rule.plus ?? 0
  return [
    { reason, rule, observed: 'after-weekend', ...years },
    { reason, rule: { ...rule, plus: plus - 1 }, observed: 'same', weekdays: [monday], ...years },
    { reason, rule: { ...rule, plus: plus + 1 }, observed: 'same', weekdays: [friday], ...years },
  ]
}

/**
 * Shanghai Stock Exchange. The State Council arranges the holidays of each year anew; the rules say what it usually
 * does since 2008, and the lists what it did else. Weekends stay closed even where they are working days. The break
 * of all years is that of today (the answer files know no older ones).
 */
export const xshg: Exchange = {
  code: 'XSHG',
  name: 'Shanghai Stock Exchange',
  zone: 'Asia/Shanghai',
  version: '1',
  source: 'holiday notices of the exchange; checked against exchange_calendars to 2026-12-31',
  first: '1990-01-01',
  last: '2028-12-31',
  projectedAfter: '2026-12-31',
  weekdays: mondayToFriday,
  hours: [
    {
      from: '1990-01-01',
      segments: [
        ['09:30', '11:30'],
        ['13:00', '15:00'],
      ],
    },
  ],
  holidays: [
    { reason: "New Year's Day", rule: fixed(january, 1), observed: 'same', until: 2007 },
    ...singleDay("New Year's Day", fixed(january, 1), { from: 2008 }),
    {
      reason: 'Spring Festival',
      rule: chinese(1, 1, -1),
      days: 7,
      observed: 'same',
      from: 2008,
      until: 2023,
    },
    { reason: 'Spring Festival', rule: chinese(1, 1, -1), days: 8, observed: 'same', from: 2024 },
    ...singleDay('Qingming Festival', solar('qingming'), { from: 2008 }),
    { reason: 'Labour Day', rule: fixed(may, 1), observed: 'same', until: 1999 },
    { reason: 'Labour Day', rule: fixed(may, 1), days: 7, observed: 'same', from: 2000, until: 2007 },
    ...singleDay('Labour Day', fixed(may, 1), { from: 2008, until: 2019 }),
    { reason: 'Labour Day', rule: fixed(may, 1), days: 5, observed: 'same', from: 2020 },
    ...singleDay('Dragon Boat Festival', chinese(5, 5), { from: 2008 }),
    { reason: 'National Day', rule: fixed(october, 1), days: 2, observed: 'same', until: 1998 },
    { reason: 'National Day', rule: fixed(october, 1), days: 7, observed: 'same', from: 1999 },
    ...singleDay('Mid-Autumn Festival', chinese(8, 15), { from: 2008 }),
  ],
  shortDays: [],
  ...noExceptions,
  closures: [
    // It opened on 1990-12-19; the answer files begin with that month.
    { reason: 'before the exchange opened', dates: ['1990-01-01/1990-12-02'] },
    {
      reason: 'Spring Festival',
      dates: [
        '1991-02-15/1991-02-18',
        '1992-02-04/1992-02-06',
        '1993-01-25/1993-01-26',
        '1994-02-07/1994-02-11',
        '1995-01-30/1995-02-03',
        '1996-02-19/1996-03-01',
        '1997-02-03/1997-02-14',
        '1998-01-26/1998-02-06',
        '1999-02-10/1999-02-26',
        '2000-01-31/2000-02-11',
        '2001-01-22/2001-02-02',
        '2002-02-11/2002-02-22',
        '2003-01-30/2003-02-07',
        '2004-01-19/2004-01-28',
        '2005-02-07/2005-02-15',
        '2006-01-26/2006-02-03',
        '2007-02-19/2007-02-23',
        '2014-02-06',
      ],
    },
    {
      reason: 'Labour Day',
      dates: ['1994-05-02', '1997-05-02', '1999-05-03', '2013-04-29/2013-04-30', '2019-05-02/2019-05-03'],
    },
    {
      reason: 'National Day',
      dates: [
        '1994-10-03/1994-10-04',
        '1995-10-03',
        '1996-09-30',
        '1997-10-03',
        '2002-09-30',
        '2008-09-29/2008-09-30',
      ],
    },
    {
      reason: "New Year's Day",
      dates: [
        '1995-01-02',
        '1998-01-02',
        '2000-01-03',
        '2002-01-02/2002-01-03',
        '2005-01-03',
        '2006-01-02/2006-01-03',
        '2007-01-02/2007-01-03',
        '2012-01-03',
        '2013-01-02/2013-01-03',
      ],
    },
    { reason: 'Return of Hong Kong', dates: ['1997-06-30/1997-07-01'] },
    { reason: 'Return of Macau', dates: ['1999-12-20'] },
    { reason: "Eve of the year 2000, New Year's Eve", dates: ['1999-12-31'] },
    { reason: 'Labour Day, extended against the epidemic', dates: ['2003-05-08/2003-05-09'] },
    {
      reason: 'Dragon Boat Festival',
      dates: ['2010-06-14/2010-06-15', '2012-06-22', '2013-06-10/2013-06-11'],
    },
    { reason: 'Mid-Autumn Festival', dates: ['2010-09-23/2010-09-24'] },
    { reason: 'Qingming Festival', dates: ['2012-04-02/2012-04-03'] },
    { reason: '70 years after the victory over Japan', dates: ['2015-09-03/2015-09-04'] },
    { reason: 'Spring Festival, extended against the epidemic', dates: ['2020-01-31'] },
    { reason: 'Mid-Autumn Festival in the week of National Day', dates: ['2020-10-08', '2025-10-08'] },
  ],
  openings: [
    {
      reason: 'working day between holidays, by arrangement of the State Council',
      dates: [
        '2008-10-06',
        '2008-10-07',
        '2012-06-25',
        '2012-10-08',
        '2012-12-31',
        '2014-01-30',
        '2015-09-28',
        '2022-05-05',
        '2023-05-04',
        '2023-05-05',
      ],
    },
  ],
}
