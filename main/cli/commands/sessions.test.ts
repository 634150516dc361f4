import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { capture } from '../testing/captured-io.ts'

const answers = process.env.TAPEDECK_ANSWERS

function sessions(line: string) {
  return capture(['sessions', ...line.split(' ')])
}

test('prints both ends of the range, an early close and a change of summer time', async () => {
  const { exit, stdout, stderr } = await sessions('--exchange XNYS --from 2021-11-04 --to 2021-11-08')
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  expect(stdout).toBe(
    [
      'session,open,close,break_start,break_end',
      '2021-11-04,2021-11-04T13:30:00Z,2021-11-04T20:00:00Z,,',
      '2021-11-05,2021-11-05T13:30:00Z,2021-11-05T20:00:00Z,,',
      '2021-11-08,2021-11-08T14:30:00Z,2021-11-08T21:00:00Z,,',
      '',
    ].join('\n'),
  )
  const thanksgiving = await sessions('--exchange xnys --from 2024-11-28 --to 2024-11-29')
  expect(thanksgiving.stdout.split('\n')[1]).toBe('2024-11-29,2024-11-29T14:30:00Z,2024-11-29T18:00:00Z,,')
})

test('a range without a session is the header alone', async () => {
  const { exit, stdout } = await sessions('--exchange XNYS --from 2024-12-25 --to 2024-12-25')
  expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'session,open,close,break_start,break_end\n' })
})

test.each([
  ['--exchange XNYS --from 1980-01-01', 1, /XNYS.*1990-01-01.*2028-12-31/],
  ['--exchange XNYS --to 2040-01-01', 1, /XNYS.*1990-01-01.*2028-12-31/],
  ['--exchange NOWHERE', 1, /NOWHERE.*XNYS/],
  ['--exchange XNYS --from 2024-02-02 --to 2024-02-01', 2, /2024-02-02 .*2024-02-01/],
  ['--exchange XNYS --from 2024-02-30', 2, /--from .*YYYY-MM-DD.*2024-02-30/],
  ['--from 2024-02-01', 2, /--exchange is missing.*usage: tapedeck sessions --exchange XNYS/],
  ['--exchange XNYS --form 2024-02-01', 2, /unknown option --form; did you mean --from\?/],
])('%s ends with %i', async (line, exit, message) => {
  const result = await sessions(line)
  expect(result.exit).toBe(exit)
  expect(result.stdout).toBe('')
  expect(result.stderr).toMatch(message)
  expect(result.stderr.trimEnd()).not.toContain('\n')
})

describe.skipIf(!answers)('against the answer file', () => {
  test('every session of XNYS', async () => {
    const [, ...expected] = readFileSync(join(answers ?? '', 'calendars', 'xnys.csv'), 'utf8')
      .trim()
      .split('\n')
    const last = expected.at(-1)?.slice(0, 10)
    const { stdout } = await sessions(`--exchange XNYS --to ${last}`)
    const [, ...printed] = stdout.trim().split('\n')
    expect(printed).toEqual(expected.map((line) => line.replace('T00:00:00Z', '')))
  })
})
