import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { calendarOf } from './calendars.ts'
import type { SessionDate } from './session-date.ts'
import { sessionsCsv } from './sessions-csv.ts'

const answers = process.env.TAPEDECK_ANSWERS

/** Rows of an answer file in the form that sessionsCsv prints. */
function answerRows(name: string): string[] {
  const lines = readFileSync(join(answers ?? '', 'calendars', `${name}.csv`), 'utf8')
    .trimEnd()
    .split(/\r?\n/)
  return lines.slice(1).map((line) => line.slice(0, 10) + line.slice(line.indexOf(',')))
}

/**
 * The files' own limits are kept, because the schedule is as in them (R6): one break for all history (XTKS, XHKG,
 * XSHG), 24 hours for CMES, and an early close of XNYS on 1999-12-31 that other lists do not have.
 */
describe.skipIf(!answers)('every row of the answer files, and no other', () => {
  test.each([
    ['XNYS', 'xnys', '1990-01-01', '2023-01-13', 8324],
    ['XNAS', 'xnys', '1990-01-01', '2023-01-13', 8324],
    ['XNYS', 'xnys_2023_2028_from_lean', '2023-01-01', '2028-12-31', 1505],
    ['XLON', 'xlon', '1990-01-01', '2023-09-12', 8515],
    ['XTKS', 'xtks', '2000-01-01', '2026-12-31', 6613],
    ['XHKG', 'xhkg', '1990-01-01', '2025-09-05', 8803],
    ['XFRA', 'xfra', '1990-01-01', '2023-12-31', 8644],
    ['XETR', 'xetr', '1990-01-01', '2023-06-06', 8498],
    ['XASX', 'xasx', '1990-01-01', '2025-02-14', 8890],
    ['XTSE', 'xtse', '1990-01-01', '2019-10-04', 7484],
    ['XSWX', 'xswx', '1990-01-01', '2019-09-19', 7463],
    ['XPAR', 'xpar', '1990-01-01', '2019-09-27', 7585],
    ['XBOM', 'xbom', '1997-01-01', '2026-12-31', 7419],
    ['XSHG', 'xshg', '1990-01-01', '2026-12-31', 8809],
    ['CMES', 'cmes', '1990-01-01', '2027-07-16', 9682],
    ['24/7', '24-7', '2016-01-01', '2016-12-31', 366],
  ])('%s against %s.csv', (exchange, name, from, to, count) => {
    const rows = answerRows(name)
    expect(rows.length).toBe(count)
    const sessions = calendarOf(exchange).sessions(from as SessionDate, to as SessionDate)
    expect(sessionsCsv(sessions).trimEnd().split('\n').slice(1)).toEqual(rows)
  })
})
