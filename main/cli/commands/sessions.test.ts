import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
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

test('says which sessions are projected, and only where there are some', async () => {
  const projected = await sessions('--exchange XLON --from 2027-12-24 --to 2027-12-29')
  expect(projected).toEqual({
    exit: 0,
    stdout: [
      'session,open,close,break_start,break_end',
      '2027-12-24,2027-12-24T08:00:00Z,2027-12-24T12:30:00Z,,',
      '2027-12-29,2027-12-29T08:00:00Z,2027-12-29T16:30:00Z,,',
      '',
    ].join('\n'),
    stderr: 'XLON: sessions after 2023-09-12 are projected from the rules of the exchange\n',
  })
  expect((await sessions('--exchange XLON --from 2020-12-24 --to 2020-12-29')).stderr).toBe('')
})

describe('--overlay', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-overlay-'))
  const own = join(folder, 'home', '.config', 'tapedeck')
  const closures = [{ date: '2024-07-05', reason: 'storm' }]
  const content = JSON.stringify({ version: 1, exchanges: { XNYS: { closures } } })
  const friday = '--exchange XNYS --from 2024-07-05 --to 2024-07-05'
  const header = 'session,open,close,break_start,break_end\n'
  afterAll(() => rmSync(folder, { recursive: true }))

  function sessionsWith(more = '') {
    return capture(['sessions', ...friday.split(' '), ...more.split(' ').filter(Boolean)], { folder })
  }

  test('a file changes the calendar, which is said; none leaves it as published', async () => {
    writeFileSync(join(folder, 'mine.json'), content)
    const note = 'XNYS: with 1 change of your own; --overlay none leaves them out\n'
    expect(await sessionsWith('--overlay mine.json')).toEqual({ exit: 0, stdout: header, stderr: note })
    expect((await sessionsWith()).stdout).not.toBe(header)
    mkdirSync(own, { recursive: true })
    writeFileSync(join(own, 'calendar-overlay.json'), content)
    expect(await sessionsWith()).toEqual({ exit: 0, stdout: header, stderr: note })
    expect(await sessionsWith('--overlay none')).toMatchObject({ exit: 0, stderr: '' })
  })

  test('a file that is missing or wrong fails and is named', async () => {
    expect((await sessionsWith('--overlay nowhere.json')).stderr).toMatch(/nowhere\.json: does not exist/)
    writeFileSync(join(folder, 'wrong.json'), '{}')
    const { exit, stderr } = await sessionsWith('--overlay wrong.json')
    expect(exit).toBe(1)
    expect(stderr).toMatch(/wrong\.json: It is no calendar overlay/)
  })
})

describe('--compare', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-sessions-'))
  const path = join(folder, 'xtks.csv')
  afterAll(() => rmSync(folder, { recursive: true }))

  function compare(lines: readonly string[], more = '') {
    writeFileSync(path, `${lines.join('\n')}\n`)
    return sessions(`--exchange XTKS --compare ${path}${more}`)
  }

  const same = [
    ',open,close,break_start,break_end',
    '2024-11-01T00:00:00Z,2024-11-01T00:00:00Z,2024-11-01T06:00:00Z,2024-11-01T02:30:00Z,2024-11-01T03:30:00Z',
    '2024-11-05T00:00:00Z,2024-11-05T00:00:00Z,2024-11-05T06:30:00Z,2024-11-05T02:30:00Z,2024-11-05T03:30:00Z',
  ]

  test('prints nothing when there is no difference', async () => {
    expect(await compare(same)).toEqual({
      exit: 0,
      stdout: '',
      stderr: '0 differences from the XTKS calendar in 2 sessions\n',
    })
  })

  test('prints each difference and fails', async () => {
    const other = [
      same[0] ?? '',
      '2024-11-01,2024-11-01T00:00:00Z,2024-11-01T06:30:00Z,,',
      '2024-11-04,2024-11-04T00:00:00Z,2024-11-04T06:00:00Z,,',
      '2024-11-06,2024-11-06T00:00:00Z,2024-11-06T06:30:00Z,2024-11-06T02:30:00Z,2024-11-06T03:30:00Z',
    ]
    const { exit, stdout, stderr } = await compare(other)
    expect(stdout).toBe(
      [
        'session,field,calendar,file',
        '2024-11-01,close,2024-11-01T06:00:00Z,2024-11-01T06:30:00Z',
        '2024-11-01,break_start,2024-11-01T02:30:00Z,',
        '2024-11-01,break_end,2024-11-01T03:30:00Z,',
        '2024-11-04,session,,2024-11-04',
        '2024-11-05,session,2024-11-05,',
        '',
      ].join('\n'),
    )
    expect(exit).toBe(1)
    expect(stderr).toBe(`${path}: 5 differences from the XTKS calendar in 3 sessions; see the list\n`)
    expect((await compare(other, ' --from 2024-11-06')).exit).toBe(0)
    const one = await compare(other, ' --from 2024-11-05')
    expect(one.stderr).toMatch(/: 1 difference from the XTKS calendar in 1 sessions; see the list\n$/)
  })

  test.each([
    [
      ['session,open', '2024-11-05,2024-11-05T00:00:00Z'],
      ':2: "2024-11-05,2024-11-05T00:00:00Z" is not session,',
    ],
    [[...same, same[2] ?? ''], ':4: .* is not after the session of the line before'],
    [[...same, '2024-11-06,x,,,'], ':4: "2024-11-06,x,,," is not'],
    [['session'], ': has no session'],
    [
      [...same, '2040-01-04,2040-01-04T00:00:00Z,2040-01-04T06:30:00Z,,'],
      'reaches from 2000-01-01 to 2028-12-31',
    ],
  ])('a file that cannot be compared is refused: %j', async (lines, message) => {
    const { exit, stdout, stderr } = await compare(lines)
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
    expect(stderr).toMatch(new RegExp(message))
  })

  test('a file that is not there is named', async () => {
    const missing = join(folder, 'nowhere.csv')
    const { exit, stderr } = await sessions(`--exchange XTKS --compare ${missing}`)
    expect({ exit, stderr }).toEqual({
      exit: 1,
      stderr: `${missing}: does not exist; name a CSV of sessions\n`,
    })
    expect((await sessions(`--exchange XTKS --compare ${folder}`)).stderr).toContain('cannot be read')
  })
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
  test.each([
    ...['xnys', 'xlon', 'xtks', 'xhkg', 'xfra', 'xetr', 'xasx', 'xtse', 'xswx', 'xpar'],
    ...['xbom', 'xshg', 'cmes', '24-7', 'xnys_2023_2028_from_lean'],
  ])('no difference from %s', async (name) => {
    const exchange = name === '24-7' ? '24/7' : name.slice(0, 4)
    const path = join(answers ?? '', 'calendars', `${name}.csv`)
    const { exit, stdout } = await sessions(`--exchange ${exchange} --compare ${path}`)
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: '' })
  })
})
