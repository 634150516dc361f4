import { dayMs } from '../time/epoch.ts'

/**
 * Chinese years, the first of them beginning in 1989: their first day; the lengths of their months, L of 30 and s
 * of 29 days; and after which month the leap month lies, 0 where there is none. Months follow the moon and the sun
 * over Beijing, so they are listed, not computed.
 */
const years: readonly (readonly [newYear: string, months: string, leapAfter: number])[] = [
  ['1989-02-06', 'LssLsLsLsLLL', 0],
  ['1990-01-27', 'sLssLssLsLLLL', 5],
  ['1991-02-15', 'sLssLssLsLLL', 0],
  ['1992-02-04', 'sLLssLssLsLL', 0],
  ['1993-01-23', 'sLLsLsLssLsLs', 3],
  ['1994-02-10', 'LLLsLsLssLsL', 0],
  ['1995-01-31', 'sLLsLsLLssLsL', 8],
  ['1996-02-19', 'sLsLLsLsLLss', 0],
  ['1997-02-07', 'LsLsLsLLsLLs', 0],
  ['1998-01-28', 'LssLssLLsLLLs', 5],
  ['1999-02-16', 'LssLssLsLLLs', 0],
  ['2000-02-05', 'LLssLssLsLLs', 0],
  ['2001-01-24', 'LLsLsLssLsLsL', 4],
  ['2002-02-12', 'LLsLsLssLsLs', 0],
  ['2003-02-01', 'LLsLLsLssLsL', 0],
  ['2004-01-22', 'sLsLLsLsLsLsL', 2],
  ['2005-02-09', 'sLsLsLLsLsLs', 0],
  ['2006-01-29', 'LsLsLsLsLLsLL', 7],
  ['2007-02-18', 'ssLssLsLLLsL', 0],
  ['2008-02-07', 'LssLssLsLLsL', 0],
  ['2009-01-26', 'LLssLssLsLsLL', 5],
  ['2010-02-14', 'LsLsLssLsLsL', 0],
  ['2011-02-03', 'LsLLsLssLsLs', 0],
  ['2012-01-23', 'LsLLsLLssLsLs', 4],
  ['2013-02-10', 'LsLsLLsLsLsL', 0],
  ['2014-01-31', 'sLsLsLsLLsLsL', 9],
  ['2015-02-19', 'sLssLsLLLsLs', 0],
  ['2016-02-08', 'LsLssLsLLsLL', 0],
  ['2017-01-28', 'sLsLssLsLsLLL', 6],
  ['2018-02-16', 'sLsLssLssLLL', 0],
  ['2019-02-05', 'LsLsLssLssLL', 0],
  ['2020-01-25', 'sLLLsLssLsLsL', 4],
  ['2021-02-12', 'sLLsLsLsLsLs', 0],
  ['2022-02-01', 'LsLsLLsLsLsL', 0],
  ['2023-01-22', 'sLssLLsLLsLsL', 2],
  ['2024-02-10', 'sLssLsLLsLLs', 0],
  ['2025-01-29', 'LsLssLsLsLLLs', 6],
  ['2026-02-17', 'LsLssLssLLLL', 0],
  ['2027-02-07', 'sLsLssLssLLs', 0],
  ['2028-01-26', 'LLLsLssLssLLs', 5],
  ['2029-02-13', 'LLsLsLsLssLs', 0],
  ['2030-02-02', 'LLsLLsLsLsLs', 0],
  ['2031-01-23', 'sLLsLsLLsLsLs', 3],
  ['2032-02-11', 'LssLsLLsLLsL', 0],
  ['2033-01-31', 'sLssLsLsLLLsL', 11],
  ['2034-02-19', 'sLssLsLsLLsL', 0],
  ['2035-02-08', 'LsLssLssLLsL', 0],
]

const firstYear = 1989

/**
 * The day of a date of the Chinese calendar whose year begins in `year`, counted since 1970-01-01; for months that
 * come twice the first of the two. Throws a RangeError outside 1989 to 2035.
 */
export function chineseDay(year: number, month: number, day: number): number {
  const listed = years[year - firstYear]
  if (!listed) throw new RangeError(`The Chinese calendar is listed from 1989 to 2035, not for ${year}`)
  const [newYear, months, leapAfter] = listed
  const monthsBefore = leapAfter > 0 && month > leapAfter ? month : month - 1
  let days = 0
  for (const length of months.slice(0, monthsBefore)) days += length === 'L' ? 30 : 29
  return Date.parse(`${newYear}T00:00:00Z`) / dayMs + days + day - 1
}
