import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { capture } from '../testing/captured-io.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-replay-'))
const keys = ['session', 'symbols', 'bars', 'derived', 'events', 'seconds', 'barsPerSecond']

beforeAll(async () => {
  expect((await capture(['demo', '--store', 'demo.tapedeck'], { folder })).exit).toBe(0)
  const btc = 'time,open,high,low,close,volume\n2024-11-29T15:00:00Z,1,1,1,1,1\n'
  writeFileSync(join(folder, 'coin.csv'), btc)
  const coin = ['import', 'coin.csv', '--store', 'demo.tapedeck', '--symbol', 'COIN', '--exchange', '24/7']
  expect((await capture(coin, { folder })).exit).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true }))

function replay(line: string) {
  return capture(['replay', '--store', 'demo.tapedeck', ...line.split(' ')], { folder })
}

test('a session is replayed and counted', async () => {
  const { exit, stdout, stderr } = await replay('--session 2024-11-29 --symbols TDALL,norva,TDALL --json')
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  const report = JSON.parse(stdout)
  expect(Object.keys(report)).toEqual(keys)
  expect(report).toMatchObject({ session: '2024-11-29', symbols: 2, bars: 420, derived: 2 * (42 + 14) })
  expect(Number.isInteger(report.events) && Number.isInteger(report.barsPerSecond)).toBe(true)
  expect(report.seconds).toBeGreaterThan(0)
})

test('a scenario replays the session that scenarios names first, and says why', async () => {
  const named = async (line: string) => {
    const told = await capture(['scenarios', '--store', 'demo.tapedeck', ...line.split(' ')], { folder })
    return told.stdout
  }
  for (const kind of ['half-days', 'clock-changes', 'volatile', 'worst-data', 'random --seed 7']) {
    const told = await named(`--symbols TDALL,NORVA --count 1 --kind ${kind}`)
    const { exit, stdout, stderr } = await replay(`--scenario ${kind} --symbols TDALL,NORVA --json`)
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: told })
    expect(JSON.parse(stdout)).toMatchObject({ session: told.slice(0, 10), symbols: 2 })
  }
  expect((await named('--symbols TDALL,NORVA --count 1 --kind random --seed 8')).slice(0, 10)).not.toBe(
    (await named('--symbols TDALL,NORVA --count 1 --kind random --seed 7')).slice(0, 10),
  )
})

test('as traded, bars that are known later are not there: on the command line and from a session file', async () => {
  const made = join(import.meta.dirname, '../../engine/store/testing/late-store.ts')
  execFileSync(process.execPath, [made, join(folder, 'late.tapedeck')])
  const late = async (...line: readonly string[]) => {
    const { exit, stdout } = await capture(['replay', '--store', 'late.tapedeck', '--json', ...line], {
      folder,
    })
    return { exit, bars: JSON.parse(stdout).bars }
  }
  const session = ['--session', '2024-07-08', '--symbols', 'SPY']
  expect(await late(...session)).toEqual({ exit: 0, bars: 59 })
  expect(await late(...session, '--view', 'as-traded')).toEqual({ exit: 0, bars: 57 })
  for (const [view, bars] of [
    ['as-traded', 57],
    ['as-repaired', 59],
    [undefined, 59],
  ] as const) {
    describeRun({ session: '2024-07-08', symbols: ['SPY'], exchange: 'XNYS', view })
    expect(await late('--session-file', 'run.json')).toEqual({ exit: 0, bars })
  }
  const both = await replay('--session-file run.json --view as-traded')
  expect(both).toMatchObject({ exit: 2, stderr: expect.stringMatching(/--session-file and --view exclude/) })
})

test('the same from a session file', async () => {
  writeFileSync(
    join(folder, 'session.json'),
    JSON.stringify({
      session: '2024-11-29',
      symbols: ['TDALL'],
      exchange: 'XNYS',
      trailing: 2,
      speed: 'max',
    }),
  )
  const { exit, stdout, stderr } = await replay('--session-file session.json --json')
  expect(exit).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ session: '2024-11-29', symbols: 1, bars: 210 })
  expect(stderr.split('\n')).toEqual([
    `${join(folder, 'session.json')}: 1 session of XNYS, 1 symbol`,
    'present 1m of TDALL, 2024-11-29: the session of the run',
    'present 1m of TDALL, 2024-11-26 to 2024-11-27: 2 trailing sessions of 1m',
    '',
  ])
})

function describeRun(content: object): void {
  writeFileSync(join(folder, 'run.json'), JSON.stringify(content))
}

test('a file from one date to another plays its sessions one after the other, with one total', async () => {
  describeRun({
    from: '2024-11-27',
    to: '2024-12-03',
    symbols: ['TDALL', 'ZZZZ', 'NORVA'],
    intervals: ['1m', '30m', '1d'],
    trailing: [
      { sessions: 5, interval: '1m' },
      { sessions: 20, interval: '1d', symbols: ['TDALL'] },
    ],
    adjustment: 'split',
  })
  const { exit, stdout, stderr } = await replay('--session-file run.json --json')
  expect(exit).toBe(0)
  const report = JSON.parse(stdout)
  expect(Object.keys(report)).toEqual(keys)
  const alone = await Promise.all(
    ['2024-11-27', '2024-11-29', '2024-12-02'].map(async (session) => {
      const result = await replay(`--session ${session} --symbols TDALL,NORVA --json`)
      return JSON.parse(result.stdout)
    }),
  )
  const total = (key: string) => alone.reduce((sum, one) => sum + one[key], 0)
  expect(report).toMatchObject({
    session: '2024-11-27..2024-12-03',
    symbols: 2,
    bars: total('bars'),
    derived: 2 * (13 + 7 + 13 + 3),
    events: total('events'),
  })
  expect(stderr).toMatch(/^left out ZZZZ: the store has no bars of it; import some first$/m)
  expect(stderr).toMatch(
    /^partly 1m of TDALL, NORVA, 2024-11-27 to 2024-12-03 \(1 of 4 sessions: 2024-12-03\): the 4 sessions of the run/m,
  )
  expect(stderr).toMatch(/^present 1d of TDALL, .*: 20 trailing sessions of 1d$/m)
})

test('indicators are computed, and those that cannot warm up are named', async () => {
  const file = { session: '2024-11-29', symbols: ['TDALL'], trailing: 0 }
  describeRun({ ...file, indicators: [{ name: 'sma', interval: '5m', params: { period: 100 } }] })
  const warm = await replay('--session-file run.json --json')
  expect(warm.exit).toBe(0)
  expect(warm.stderr).toMatch(/present 5m of TDALL, .*: sma of 5m needs 100 bars for its first value/)
  expect(warm.stderr).not.toMatch(/lacks/)
  describeRun({
    ...file,
    session: '2024-10-29',
    indicators: [
      { name: 'vwap', interval: '15m' },
      { name: 'sma', interval: '5m', params: { period: 100 } },
    ],
  })
  const cold = await replay('--session-file run.json --json')
  expect(cold.exit).toBe(0)
  // The session before has 78 bars of 5m, the one before that no minutes.
  expect(cold.stderr).toMatch(
    /^2024-10-29: TDALL: sma of 5m lacks 21 bars before the session to begin with a value$/m,
  )
})

test('a file of which nothing is there fails and names it', async () => {
  describeRun({ session: '2025-03-03', symbols: ['TDALL', 'ZZZZ'] })
  const { exit, stdout, stderr } = await replay('--session-file run.json --json')
  expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
  expect(stderr).toMatch(
    /run\.json: nothing can be replayed: TDALL: the store has no 1m bars of it on 2025-03-03; .*left out too: ZZZZ\n$/,
  )
})

test('without --json a line says it', async () => {
  const { exit, stdout } = await replay('--session 2024-11-29 --symbols TDALL')
  expect(exit).toBe(0)
  expect(stdout).toMatch(/^2024-11-29: 1 symbols?, 210 bars [^\n]*\n$/)
})

test.each([
  ['--symbols TDALL', 2, /--session, --scenario, or --session-file, is missing/],
  ['--scenario random --session 2024-11-29 --symbols TDALL', 2, /--session and --scenario exclude/],
  ['--scenario random --session-file session.json', 2, /--session-file and --scenario exclude/],
  ['--scenario half-days --seed 3 --symbols TDALL', 2, /--seed needs --scenario random/],
  ['--scenario odd --symbols TDALL', 2, /--scenario is one of half-days/],
  ['--scenario random --symbols TDALL,COIN', 2, /COIN trades on 24\/7, not on XNYS/],
  ['--scenario half-days --symbols COIN', 1, /COIN: .*has no session of --scenario half-days/],
  ['--session 2024-11-29', 2, /--symbols is missing/],
  ['--session 2024-11-29 --symbols TDALL,,X', 2, /--symbols/],
  ['--session 2024-11-29 --symbols TDALL --speed fast', 2, /--speed is max or a number/],
  ['--session 2024-11-29 --symbols TDALL --speed 0', 2, /--speed/],
  ['--session 2024-11-29 --symbols TDALL --trailing -1', 2, /--trailing/],
  ['--session 2024-11-29 --symbols TDALL --session-file session.json', 2, /exclude each other/],
  ['--session 2024-11-28 --symbols TDALL', 1, /2024-11-28 is no session of XNYS: Thanksgiving/],
  ['--session 2025-03-03 --symbols TDALL', 1, /TDALL: .* no 1m bars of 2025-03-03/],
  ['--session 2024-11-29 --symbols TDALL,NORVE', 1, /^NORVE: .*nearest: NORVA/],
  [
    '--session 2024-11-28 --symbols COIN,TDALL',
    1,
    /TDALL .*XNYS has no session on 2024-11-28 \(Thanksgiving Day\)/,
  ],
  ['--session-file none.json', 1, /none\.json/],
])('%s ends with %i', async (line, exit, message) => {
  const result = await replay(line)
  expect({ exit: result.exit, stdout: result.stdout }).toEqual({ exit, stdout: '' })
  expect(result.stderr).toMatch(message)
  expect(result.stderr).toMatch(/^[^\n]+\n$/)
})

test('symbols of several exchanges are replayed on one clock', async () => {
  const { exit, stdout } = await replay('--session 2024-11-29 --symbols TDALL,COIN --json')
  expect(exit).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ symbols: 2, bars: 211, derived: 42 + 14 + 2, events: 211 + 4 })
})

test('a symbol without bars beside one with bars is told of', async () => {
  writeFileSync(
    join(folder, 'other.csv'),
    'time,open,high,low,close,volume\n2024-06-03T15:00:00Z,1,1,1,1,1\n',
  )
  const other = ['import', 'other.csv', '--store', 'demo.tapedeck', '--symbol', 'OTHER', '--exchange', 'XNYS']
  expect((await capture(other, { folder })).exit).toBe(0)
  const { exit, stdout, stderr } = await replay('--session 2024-11-29 --symbols TDALL,OTHER --json')
  expect(exit).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ symbols: 2, bars: 210 })
  expect(stderr).toMatch(/^OTHER: .*no 1m bars of 2024-11-29\n$/)
})
