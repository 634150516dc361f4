import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { capture } from '../testing/captured-io.ts'

const answers = process.env.TAPEDECK_ANSWERS
const folder = mkdtempSync(join(tmpdir(), 'tapedeck-verify-'))

beforeAll(async () => {
  expect((await capture(['demo', '--store', 'demo.tapedeck'], { folder })).exit).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true }))

function verify(store: string, line: string) {
  return capture(['verify', '--store', store, ...line.split(' ')], { folder })
}

test('a synthetic session with an early close holds every invariant', async () => {
  const { exit, stdout } = await verify('demo.tapedeck', '--session 2024-11-29 --symbols TDALL,VEXLA --json')
  expect(exit).toBe(0)
  const report = JSON.parse(stdout)
  expect(Object.keys(report)).toEqual(['session', 'symbols', 'checked', 'violations'])
  expect(report).toMatchObject({ session: '2024-11-29', symbols: 2, violations: [] })
  expect(report.checked).toBeGreaterThan(2 * 210 * 8)
})

test('symbols of several exchanges hold them too, each in its own hours', async () => {
  const coin = [
    'time,open,high,low,close,volume',
    '2024-11-29T03:00:00Z,1,1,1,1,1',
    '2024-11-29T23:59:00Z,1,1,1,1,1',
  ]
  writeFileSync(join(folder, 'coin.csv'), coin.join('\n'))
  const store = ['--store', 'demo.tapedeck', '--symbol', 'COIN', '--exchange', '24/7', '--interval', '1m']
  expect((await capture(['import', 'coin.csv', ...store], { folder })).exit).toBe(0)
  const { exit, stdout } = await verify('demo.tapedeck', '--session 2024-11-29 --symbols TDALL,COIN --json')
  expect(exit).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ symbols: 2, violations: [] })
})

test('as traded they hold too, and another view is refused', async () => {
  const line = '--session 2024-11-29 --symbols TDALL --json --view'
  const { exit, stdout } = await verify('demo.tapedeck', `${line} as-traded`)
  expect({ exit, violations: JSON.parse(stdout).violations }).toEqual({ exit: 0, violations: [] })
  expect(await verify('demo.tapedeck', `${line} repaired`)).toMatchObject({
    exit: 2,
    stderr: expect.stringMatching(/--view is one of as-traded, as-repaired, not "repaired"/),
  })
})

test('without --json a line says it', async () => {
  const { exit, stdout } = await verify('demo.tapedeck', '--session 2024-11-29 --symbols TDALL')
  expect(exit).toBe(0)
  expect(stdout).toMatch(/^2024-11-29: 1 symbol, \d+ checks, 0 violations\n$/)
})

test.each([
  ['--symbols TDALL', 2, /--session is missing/],
  ['--session 2024-11-29', 2, /--symbols is missing/],
  ['--session 2024-11-28 --symbols TDALL', 1, /2024-11-28/],
  ['--session 2024-11-29 --symbols NONE', 1, /NONE/],
])('%s ends with %i', async (line, exit, message) => {
  const result = await verify('demo.tapedeck', line)
  expect({ exit: result.exit, stdout: result.stdout }).toEqual({ exit, stdout: '' })
  expect(result.stderr).toMatch(message)
})

describe.skipIf(!answers)('real bars', () => {
  test('hold every invariant, also with a hole in them', async () => {
    const lean = join(answers ?? '', 'data/lean/equity/usa')
    expect((await capture(['import', lean, '--store', 'real.tapedeck'], { folder })).exit).toBe(0)
    const { exit, stdout } = await verify(
      'real.tapedeck',
      '--session 2013-10-11 --symbols SPY,AIG,BAC,IBM --json',
    )
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ symbols: 4, violations: [] })
  })
})
