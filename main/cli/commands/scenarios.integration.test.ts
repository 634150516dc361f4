import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { capture } from '../testing/captured-io.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-scenarios-'))
beforeAll(async () => {
  expect((await capture(['demo', '--store', 'demo.tapedeck'], { folder })).exit).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true }))

function scenarios(line: string) {
  return capture(['scenarios', '--store', 'demo.tapedeck', ...line.split(' ')], { folder })
}

async function sessionsOf(line: string): Promise<readonly { session: string; reason: string }[]> {
  const { exit, stdout } = await scenarios(`${line} --json`)
  expect(exit).toBe(0)
  return JSON.parse(stdout)
}

/** What `quality` says of every stored session. */
async function qualityOf(symbol: string) {
  const { stdout } = await capture(
    `quality --store demo.tapedeck --symbol ${symbol} --from 2024-10-28 --to 2024-12-02 --json`.split(' '),
    { folder },
  )
  return JSON.parse(stdout) as { session: string; expected: number; recorded: number; filled: number }[]
}

test('sessions of the demo by kind', async () => {
  expect(await sessionsOf('--symbols TDALL,MIRVA --kind half-days')).toEqual([
    { session: '2024-11-29', reason: expect.stringMatching(/^closes 13:00: /) },
  ])
  expect((await sessionsOf('--symbols TDALL --kind clock-changes')).map(({ session }) => session)).toEqual([
    ...['2024-11-08', '2024-11-07', '2024-11-06', '2024-11-05', '2024-11-04'],
  ])
  const drawn = await sessionsOf('--symbols TDALL --kind random --count 5 --seed 7')
  expect(drawn).toHaveLength(5)
  expect(await sessionsOf('--symbols TDALL --kind random --count 5 --seed 7')).toEqual(drawn)
  expect(await sessionsOf('--symbols TDALL --kind random --count 5 --seed 8')).not.toEqual(drawn)
})

test('the worst data are those that quality grades the worst', async () => {
  const grades = await qualityOf('MIRVA')
  const worst = await sessionsOf('--symbols MIRVA --kind worst-data --count 100')
  const lacking = grades
    .map(({ session, expected, recorded, filled }) => ({ session, share: (recorded + filled) / expected }))
    .filter(({ share }) => share < 1)
    .sort((one, other) => one.share - other.share)
  expect(worst.length).toBeGreaterThan(0)
  expect(worst[0]?.session).toBe(lacking[0]?.session)
  expect(worst.map(({ session }) => session).sort()).toEqual(lacking.map(({ session }) => session).sort())
})

test('the widest ranges are those of the bars', async () => {
  const wide = await sessionsOf('--symbols NORVA --kind volatile --count 3')
  const { stdout } = await capture(
    'bars --store demo.tapedeck --symbol NORVA --interval 1d --from 2024-10-28 --to 2024-12-02'.split(' '),
    { folder },
  )
  const days = stdout
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([start = '', , high, low]) => ({ session: start.slice(0, 10), range: Number(high) / Number(low) }))
    .sort((one, other) => other.range - one.range)
  expect(wide.map(({ session }) => session)).toEqual(days.slice(0, 3).map(({ session }) => session))
})

test('a person reads lines, and is told where there is none', async () => {
  const told = await scenarios('--symbols TDALL --kind half-days --to 2024-11-15')
  expect(told).toMatchObject({ exit: 0, stdout: '', stderr: 'no stored session is such a one\n' })
  const lines = await scenarios('--symbols TDALL --kind half-days')
  expect(lines.stdout).toMatch(/^2024-11-29 {2}closes 13:00: .*\n$/)
})

test.each([
  ['--kind random', 2, /--symbols is missing/],
  ['--symbols TDALL', 2, /--kind is missing/],
  ['--symbols TDALL --kind odd', 2, /--kind is one of half-days/],
  ['--symbols NONE --kind random', 1, /NONE: .* no such symbol/],
])('what is wrong is said in one line: %s', async (line, exit, told) => {
  const result = await scenarios(line)
  expect(result).toMatchObject({ exit, stdout: '', stderr: expect.stringMatching(told) })
})
