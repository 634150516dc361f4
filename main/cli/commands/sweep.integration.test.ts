import { execFileSync, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { epochMs } from '#shared/time/epoch.ts'
import { ownCells } from '../../engine/sweep/cell-owner.ts'
import { capture } from '../testing/captured-io.ts'

const script = join(import.meta.dirname, '../../../scripts/tapedeck.ts')
const folder = mkdtempSync(join(tmpdir(), 'tapedeck-sweep-'))

const strategy = `import { defineStrategy } from 'tapedeck'

export default defineStrategy({
  name: 'Own averages',
  params: { fast: { default: 10, min: 2, max: 100 }, slow: { default: 30, min: 3, max: 400 } },
  onBar(ctx, { symbol }) {
    if (ctx.params.fast === 7) throw new Error('seven')
    const fast = ctx.indicator(symbol, 'sma', { period: ctx.params.fast }).value()
    const slow = ctx.indicator(symbol, 'sma', { period: ctx.params.slow }).value()
    if (fast === undefined || slow === undefined) return
    const held = ctx.position(symbol).quantity
    if (fast > slow && held === 0) ctx.target({ symbol, percent: 95 })
    if (fast < slow && held > 0) ctx.target({ symbol, quantity: 0 })
  },
})
`

beforeAll(async () => {
  // Builds the program where it is not as its sources are: several that start at once would build over each other.
  execFileSync(process.execPath, [script, '--version'], { stdio: 'ignore' })
  expect((await capture(['demo', '--store', 'demo.tapedeck'], { folder })).exit).toBe(0)
  writeFileSync(join(folder, 'own.ts'), strategy)
})
afterAll(() => rmSync(folder, { recursive: true }))

function sweep(line: string, options: Parameters<typeof capture>[1] = {}) {
  return capture(['sweep', ...line.split(' ')], { folder, ...options })
}

/** A sweep that is to come through: where it does not, the test says why. */
async function through(line: string) {
  const result = await sweep(line)
  expect(result.exit, result.stderr).toBe(0)
  return result
}

const own =
  '--store demo.tapedeck --strategy own.ts --symbols TDALL --from 2024-11-18 --to 2024-11-22 ' +
  '--params fast=5..8,slow=20|30 --commission percent:0.01'

/** What stands in the folder of a sweep, without the file that says who is at work there. */
function filesOf(name: string): readonly string[] {
  return readdirSync(join(folder, name))
    .filter((file) => file !== 'cells.ndjson-owner')
    .sort()
}

/** The bytes of every file of a sweep's folder. */
function bytesOf(name: string): Readonly<Record<string, string>> {
  const files = filesOf(name)
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, name, file), 'utf8')]))
}

/** Starts the built program as its users do. */
function start(line: string) {
  return spawn(process.execPath, [script, 'sweep', ...line.split(' ')], {
    env: { ...process.env, INIT_CWD: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

function ended(
  child: ReturnType<typeof start>,
): Promise<{ readonly exit: number | null; readonly stderr: string }> {
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, stderr })))
}

test('each cell is what backtest gives of its params; a cell that fails is told, and the others go on', async () => {
  const { stdout, stderr } = await through(`${own} --json`)
  expect(stderr).toMatch(
    /^cell 5 failed: .*own\.ts:7:\d+: onBar of TDALL at 2024-11-18T14:31:00Z: Error: seven\.\n$/,
  )
  const { cells, tried, windows, warnings } = JSON.parse(stdout)
  expect(cells.map(({ params }: { params: object }) => Object.values(params).join('/'))).toEqual(
    [5, 6, 7, 8].flatMap((fast) => [20, 30].map((slow) => `${fast}/${slow}`)),
  )
  expect(tried).toMatchObject({ cells: 8, failed: 2 })
  expect(cells[4].fault).toMatch(/seven/)
  const [alone] = [cells[3]]
  const backtest = await capture(
    ['backtest', ...own.replace(/--params \S+/, '--params fast=6,slow=30').split(' '), '--json'],
    { folder },
  )
  expect(alone.windows[0].inSample).toMatchObject(JSON.parse(backtest.stdout).stats)
  const sharpes = cells.flatMap(
    (cell: { windows?: { inSample: { sharpe: number } }[] }) => cell.windows?.[0]?.inSample.sharpe ?? [],
  )
  expect(windows[0].best.inSample.sharpe).toBe(Math.max(...sharpes))
  expect(warnings[0]).toMatch(/^\* Sharpe ratio says little of fewer than 30 sessions, and there are \d\./)
})

test('the same sweep has the same bytes, on one worker and on two, and goes on where it was stopped', async () => {
  for (const [number, split] of ['', ' --out-of-sample 40', ' --walk-forward 2/1'].entries()) {
    const name = `kept${number}`
    const one = await through(`${own}${split} --workers 1 --out ${name}-1 --json`)
    const two = await through(`${own}${split} --workers 2 --out ${name}-2 --json`)
    expect(two.stdout.replaceAll(`${name}-2`, `${name}-1`)).toBe(one.stdout)
    const bytes = bytesOf(`${name}-1`)
    expect(Object.keys(bytes)).toEqual(
      expect.arrayContaining(['cells.csv', 'cells.ndjson', 'report.html', 'sweep.json']),
    )
    expect(bytesOf(`${name}-2`)).toEqual(bytes)
    // As a process leaves it that is killed after three cells, in the middle of a fourth.
    const lines = (bytes['cells.ndjson'] ?? '').split('\n')
    for (const file of readdirSync(join(folder, `${name}-2`))) rmSync(join(folder, `${name}-2`, file))
    writeFileSync(
      join(folder, `${name}-2`, 'cells.ndjson'),
      `${[lines[0], lines[6], lines[2], lines[4]].join('\n')}\n${lines[5]?.slice(0, 40)}`,
    )
    const resumed = await sweep(`${own}${split} --out ${name}-2`)
    expect([resumed.exit, resumed.stderr]).toEqual([0, expect.stringContaining('seven')])
    expect(bytesOf(`${name}-2`)).toEqual(bytes)
  }
})

test('four parts as four processes, joined, have the bytes of one run', async () => {
  const line = own.replace('fast=5..8', 'fast=5..8,slow=20..40:4').replace(',slow=20|30', '')
  await through(`${line} --walk-forward 2/1 --save sweep.json`)
  await through(`--store demo.tapedeck --run-file sweep.json --out whole`)
  const parts = [1, 2, 3, 4].map((part) =>
    ended(
      start(`--store demo.tapedeck --run-file sweep.json --shard ${part}/4 --workers 1 --out part${part}`),
    ),
  )
  expect(await Promise.all(parts)).toEqual(parts.map(() => ({ exit: 0, stderr: '' })))
  expect(filesOf('part2')).toEqual(['cells.ndjson'])
  const merged = await through('merge part1 part2 part3 part4 --out merged --json')
  expect(merged.stderr).toContain('seven')
  expect(bytesOf('merged')).toEqual(bytesOf('whole'))
  const whole = await through('merge whole --json')
  expect(JSON.parse(merged.stdout)).toEqual({
    ...JSON.parse(whole.stdout),
    runFile: join(folder, 'merged', 'sweep.json'),
  })
  expect((await sweep('merge part1 part3 part4')).stderr).toBe(
    '6 of 24 cells are missing, those of --shard 2/4; run these to their end\n',
  )
})

test('killed at any time it goes on, and has the bytes of one run', async () => {
  const line = own.replace('fast=5..8', 'fast=2..60')
  const child = start(`${line} --out killed --workers 2`)
  const path = join(folder, 'killed', 'cells.ndjson')
  const linesOf = (): number => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length : 0)
  const watch = setInterval(() => {
    if (linesOf() < 8) return
    clearInterval(watch)
    child.kill('SIGKILL')
  }, 5)
  await ended(child)
  clearInterval(watch)
  const before = linesOf()
  expect(before).toBeGreaterThan(6)
  expect(before).toBeLessThan(118)
  await through(`${line} --out killed`)
  await through(`${line} --out unkilled`)
  expect(bytesOf('killed')).toEqual(bytesOf('unkilled'))
})

test('a folder in which a sweep goes on is refused to another one, and free after it', async () => {
  const time = { now: () => epochMs(Date.parse('2024-12-02T15:00:00Z')) }
  mkdirSync(join(folder, 'held'))
  const ownership = ownCells(join(folder, 'held', 'cells.ndjson'), time)
  const held = join(folder, 'held')
  const told = `${held} belongs to process ${process.pid} of ${hostname()}, at work there since 2024-12-02T15:00:00Z; let that sweep end or stop it first\n`
  const line = own.replace('fast=5..8', 'fast=5')
  expect(await sweep(`${line} --out held`)).toEqual({ exit: 1, stdout: '', stderr: told })
  await through(`${line} --out free`)
  expect(await sweep('merge free --out held')).toEqual({ exit: 1, stdout: '', stderr: told })
  ownership.release()
  expect(await sweep('merge free --out held')).toMatchObject({ exit: 0, stderr: '' })
  expect(bytesOf('held')).toEqual(bytesOf('free'))
})

test('Ctrl+C leaves what is through, and says so', async () => {
  const stop = new AbortController()
  const watch = setInterval(() => {
    const path = join(folder, 'stopped', 'cells.ndjson')
    if (existsSync(path) && readFileSync(path, 'utf8').split('\n').length > 4) stop.abort()
  }, 5)
  const line = own.replace('fast=5..8', 'fast=2..60')
  const stopped = await sweep(`${line} --out stopped`, { signal: stop.signal, terminal: true })
  clearInterval(watch)
  expect(stopped).toMatchObject({ exit: 1, stdout: '' })
  expect(stopped.stderr).toMatch(
    /stopped after \d+ of 118 cells; the same command goes on with the others\n$/,
  )
  expect(stopped.stderr).toMatch(/░ {2}\d+ % .* of 118 cells/)
})

test('a walk tells what each window chose, and what that would have earned', async () => {
  const { stdout } = await through(
    '--store demo.tapedeck --strategy two-averages --symbols TDALL,NORVA --from 2024-11-04 --to 2024-11-22 ' +
      '--params fast=5..15:5,slow=20|40 --walk-forward 5/3 --out walked --by return',
  )
  expect(stdout).toMatch(/^Two moving averages, 6 cells, by Return\n/)
  expect(stdout).toMatch(/2024-11-04 to 2024-11-08 +2024-11-11 to 2024-11-13/)
  expect(stdout).toMatch(/\nOut of sample, one after the other\n/)
  const equity = readFileSync(join(folder, 'walked', 'walk-forward.csv'), 'utf8')
    .trimEnd()
    .split('\n')
  expect(equity).toHaveLength(11)
  // The second window's best cell, run by itself on its own sessions, moves the joined equity as much.
  const { windows } = JSON.parse((await through('merge walked --json')).stdout)
  const { outOfSample, best } = windows[1]
  const params = Object.entries(best.params).map((pair) => pair.join('='))
  const alone = await capture(
    `backtest --store demo.tapedeck --strategy two-averages --symbols TDALL,NORVA --from ${outOfSample.from} --to ${outOfSample.to} --params ${params.join(',')} --json`.split(
      ' ',
    ),
    { folder },
  )
  const money = equity.map((row) => Number(row.split(',')[1]))
  const { returnPct } = JSON.parse(alone.stdout).stats
  expect(100 * ((money[6] ?? 0) / (money[3] ?? 0) - 1)).toBeCloseTo(returnPct, 9)
})

test('a person sees the best cells in sample beside out of sample, and what to think of them', async () => {
  const { stdout } = await sweep(`${own} --out-of-sample 40 --by drawdown`)
  expect(stdout).toMatch(
    /^Own averages, 8 cells, by Max drawdown\n\nfast +slow +Max drawdown +Return +Trades +Max drawdown, out of sample/,
  )
  expect(stdout).toMatch(/\n8 cells were tried\..*\n2 cells failed\.\n$/)
})

test('a sweep that is run again from its file says what is not as it was', async () => {
  await through(`${own} --out again`)
  const again = await sweep('--store demo.tapedeck --run-file again/sweep.json')
  expect(again.stderr).toMatch(/the same cells as then\n$/)
  const text = readFileSync(join(folder, 'again', 'sweep.json'), 'utf8')
  writeFileSync(join(folder, 'changed.json'), text.replace(/("TDALL": ")../, '$1ff'))
  const other = await sweep('--store demo.tapedeck --run-file changed.json')
  expect(other).toMatchObject({ exit: 0, stderr: expect.stringMatching(/not as it was then: bars\n$/) })
  expect(await sweep('--store demo.tapedeck --run-file changed.json --shard 1/2 --out x')).toMatchObject({
    exit: 1,
    stderr: expect.stringMatching(/changed\.json: bars of .*demo\.tapedeck not the same as in this file/),
  })
  cpSync(join(folder, 'again'), join(folder, 'copied'), { recursive: true })
  expect(await sweep(`${own} --cash 5 --out copied`)).toMatchObject({
    exit: 1,
    stderr: expect.stringMatching(/holds cells of another sweep \(broker not the same\)/),
  })
})

test('a sweep of which every cell fails has failed', async () => {
  const result = await sweep(own.replace('fast=5..8', 'fast=7'))
  expect(result).toMatchObject({
    exit: 1,
    stdout: '',
    stderr: expect.stringMatching(/every cell failed.*seven/),
  })
})

const demo = '--store demo.tapedeck --symbols TDALL --from 2024-11-18 --to 2024-11-22'

test.each([
  [`${demo} --strategy pairs`, 2, /--params is missing/],
  [`${demo} --strategy pairs --params period`, 2, /--params: "period" is not NAME=VALUES/],
  [`${demo} --strategy pairs --params perod=20`, 2, /mean period/],
  [`${demo} --strategy pairs --params period=5..20`, 2, /period is 5; it is a whole number from 10/],
  [
    `${demo} --strategy two-averages --params fast=2..100,slow=3..400,percent=5..100`,
    2,
    /make 3,782,592 cells; 200,000 runs at most/,
  ],
  [
    `${demo} --strategy two-averages --params fast=2..100,slow=3..400 --walk-forward 1/1`,
    2,
    /make 39,402 cells in 8 stretches of sessions each, 315,216 runs; 200,000/,
  ],
  [`${demo} --strategy pairs --params period=20 --walk-forward 60/20`, 2, /needs 61 at least; there are 5/],
  [`${demo} --strategy pairs --params period=20 --walk-forward 60`, 2, /sessions IN\/OUT/],
  [
    `${demo} --strategy pairs --params period=20 --walk-forward 2/1 --out-of-sample 5`,
    2,
    /exclude each other/,
  ],
  [`${demo} --strategy pairs --params period=20 --by luck`, 2, /--by is one of sharpe/],
  [`${demo} --strategy pairs --params period=20 --shard 1/2`, 2, /--shard needs --out/],
  [`${demo} --strategy pairs --params period=20 --shard 3/2 --out x`, 2, /a part such as 1\/4/],
  ['--store demo.tapedeck --run-file none.json', 1, /none\.json: could not be read/],
  ['--store demo.tapedeck --run-file own.ts', 1, /own\.ts: could not be read/],
  ['--store demo.tapedeck --run-file sweep.json --cash 5', 2, /--run-file and --cash exclude each other/],
  ['merge', 2, /DIR… is missing/],
  ['merge none', 1, /none\/cells\.ndjson: could not be read/],
  ['merge none --store demo.tapedeck', 2, /merge takes no --store/],
  ['join a', 2, /"join" is not expected/],
])('what is wrong is said in one line: %s', async (line, exit, told) => {
  const result = await sweep(line)
  expect(result).toMatchObject({ exit, stdout: '', stderr: expect.stringMatching(told) })
  expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
})
