import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { capture } from '../testing/captured-io.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-backtest-'))
const dates = calendarOf('XNYS')
  .sessions('2023-01-03' as SessionDate, '2023-12-29' as SessionDate)
  .map(({ date }) => date)

interface Day {
  readonly date: string
  readonly open: number
  readonly close: number
}

/** Days of a price that wanders, in cents. */
const days: readonly Day[] = (() => {
  let seed = 11
  const step = (): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return Math.round((seed / 2_147_483_647 - 0.5) * 400)
  }
  let cents = 10_000
  return dates.map((date) => {
    const open = cents + step()
    cents = open + step()
    return { date, open: open / 100, close: cents / 100 }
  })
})()

beforeAll(async () => {
  const lines = days.map(({ date, open, close }) =>
    [date, open, Math.max(open, close) + 0.5, Math.min(open, close) - 0.5, close, 1000].join(','),
  )
  writeFileSync(join(folder, 'days.csv'), `date,open,high,low,close,volume\n${lines.join('\n')}\n`)
  const imported = await capture(
    'import days.csv --store days.tapedeck --symbol DAY --exchange XNYS --interval 1d'.split(' '),
    { folder },
  )
  expect(imported).toMatchObject({ exit: 0 })
  expect((await capture(['demo', '--store', 'demo.tapedeck'], { folder })).exit).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true }))

async function parquetRows(path: string, columns: string): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll(`SELECT ${columns} FROM '${path}'`)).getRows()
  connection.closeSync()
  instance.closeSync()
  return rows
}

function backtest(line: string) {
  return capture(['backtest', ...line.split(' ')], { folder })
}

/** Two averages over daily closes, as one would work it out on paper: decided at a close, dealt at the next open. */
function tradesOnPaper(days: readonly Day[], fast: number, slow: number, commissionPercent: number) {
  const mean = (to: number, count: number): number =>
    days.slice(to - count + 1, to + 1).reduce((sum, { close }) => sum + close, 0) / count
  const trades: {
    quantity: number
    entry: string
    exit: string
    entryPrice: number
    exitPrice: number
    pnl: number
  }[] = []
  let cash = 100_000
  let shares = 0
  let bought: Day | undefined
  for (const [index, day] of days.entries()) {
    const next = days[index + 1]
    if (index < slow - 1 || !next) continue
    const isUp = mean(index, fast) > mean(index, slow)
    const isDown = mean(index, fast) < mean(index, slow)
    if (isUp && shares === 0) {
      shares = Math.trunc((cash * 0.9) / day.close)
      cash -= shares * next.open * (1 + commissionPercent / 100)
      bought = next
    } else if (isDown && shares > 0 && bought) {
      cash += shares * next.open * (1 - commissionPercent / 100)
      const costs = (shares * (bought.open + next.open) * commissionPercent) / 100
      trades.push({
        quantity: shares,
        entry: bought.date,
        exit: next.date,
        entryPrice: bought.open,
        exitPrice: next.open,
        pnl: shares * (next.open - bought.open) - costs,
      })
      shares = 0
    }
  }
  return trades
}

test('averages that cross on daily bars, with a commission in percent, give the trades that paper gives', async () => {
  const { exit, stdout, stderr } = await backtest(
    '--store days.tapedeck --strategy two-averages --symbols DAY --from 2023-01-03 --to 2023-12-29 --interval 1d ' +
      '--params fast=5,slow=20,percent=90 --commission percent:0.2 --json',
  )
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  const { trades, stats } = JSON.parse(stdout)
  const closed = trades.filter(({ exitTime }: { exitTime: string | null }) => exitTime !== null)
  const onPaper = tradesOnPaper(days, 5, 20, 0.2)
  expect(onPaper.length).toBeGreaterThan(3)
  expect(closed).toHaveLength(onPaper.length)
  expect(stats.trades).toBe(onPaper.length)
  for (const [index, { entry, exit: left, pnl, ...prices }] of onPaper.entries()) {
    expect(closed[index]).toMatchObject({ symbol: 'DAY', side: 'long', data: [], ...prices })
    expect([closed[index].entryTime.slice(0, 10), closed[index].exitTime.slice(0, 10)]).toEqual([entry, left])
    expect(closed[index].pnl).toBeCloseTo(pnl, 6)
  }
})

test('weeks are dealt in as days are: whole ones, each a session of the run', async () => {
  const weeks: Day[] = []
  for (const day of days) {
    const before = weeks.at(-1)
    const monday = new Date(`${day.date}T00:00:00Z`)
    monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7))
    const isSame = before !== undefined && before.date >= monday.toISOString().slice(0, 10)
    if (isSame) weeks[weeks.length - 1] = { ...before, close: day.close }
    else weeks.push(day)
  }
  expect(weeks).toHaveLength(52)
  const whole = weeks.slice(1, -1)
  // The first and the last week are cut by the dates.
  const { exit, stdout, stderr } = await backtest(
    '--store days.tapedeck --strategy two-averages --symbols DAY --from 2023-01-04 --to 2023-12-28 --interval 1w ' +
      '--params fast=2,slow=6,percent=90 --commission percent:0.2 --json --out weeks',
  )
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  const { trades } = JSON.parse(stdout)
  const onPaper = tradesOnPaper(whole, 2, 6, 0.2)
  expect(onPaper.length).toBeGreaterThan(2)
  const closed = trades.filter(({ exitTime }: { exitTime: string | null }) => exitTime !== null)
  expect(closed).toHaveLength(onPaper.length)
  for (const [index, { entry, exit: left, pnl, ...prices }] of onPaper.entries()) {
    expect(closed[index]).toMatchObject({ side: 'long', data: [], ...prices })
    expect([closed[index].entryTime.slice(0, 10), closed[index].exitTime.slice(0, 10)]).toEqual([entry, left])
    expect(closed[index].pnl).toBeCloseTo(pnl, 6)
  }
  const equity = readFileSync(join(folder, 'weeks', 'equity.csv'), 'utf8')
    .trimEnd()
    .split('\n')
  expect(equity).toHaveLength(1 + whole.length)
})

test('minutes of the demo are dealt in, by every strategy that comes with the program', async () => {
  for (const name of ['two-averages', 'opening-range', 'vwap-reversion', 'gap-and-go', 'pairs']) {
    const line =
      `--store demo.tapedeck --strategy ${name} --symbols TDALL,NORVA --from 2024-11-18 --to 2024-11-29 ` +
      '--commission per-share:0.005 --slippage ticks:1 --close-at-end --json'
    const first = await backtest(line)
    expect(first.exit).toBe(0)
    const { trades, stats } = JSON.parse(first.stdout)
    expect(trades.every(({ exitTime }: { exitTime: string | null }) => exitTime !== null)).toBe(true)
    expect(trades.every(({ data }: { data: string[] }) => data.includes('synthetic'))).toBe(true)
    const sum = trades.reduce((total: number, { pnl }: { pnl: number }) => total + pnl, 0)
    expect(stats.returnPct).toBeCloseTo(sum / 1000, 6)
    expect((await backtest(line)).stdout).toBe(first.stdout)
  }
})

const ownStrategy = `import { defineStrategy } from 'tapedeck'

export default defineStrategy({
  name: 'Own averages',
  params: { fast: { default: 10, min: 2, max: 100 }, slow: { default: 30, min: 3, max: 400 } },
  onBar(ctx, { symbol }) {
    const fast: number | undefined = ctx.indicator(symbol, 'sma', { period: ctx.params.fast }).value()
    const slow: number | undefined = ctx.indicator(symbol, 'sma', { period: ctx.params.slow }).value()
    if (fast === undefined || slow === undefined) return
    const held = ctx.position(symbol).quantity
    if (fast > slow && held === 0) ctx.target({ symbol, percent: 95 })
    if (fast < slow && held > 0) ctx.target({ symbol, quantity: 0 })
  },
})
`

test('a strategy of a file does in its thread what the same one does that comes with the program', async () => {
  writeFileSync(join(folder, 'own.ts'), ownStrategy)
  const of = (strategy: string) =>
    backtest(
      `--store demo.tapedeck --strategy ${strategy} --symbols TDALL --from 2024-11-18 --to 2024-11-29 ` +
        '--params fast=8,slow=21 --commission percent:0.01 --json',
    )
  const own = await of('own.ts')
  expect(own).toMatchObject({ exit: 0, stderr: '' })
  expect(own.stdout).toBe((await of('two-averages')).stdout)
})

test('chance comes from the seed of the run, which its file keeps', async () => {
  const body =
    'if (ctx.random() < 0.1) ctx.target({ symbol: bar.symbol, quantity: Math.floor(10 * ctx.random()) })'
  writeFileSync(join(folder, 'chance.ts'), `export default { name: 'Chance', onBar(ctx, bar) { ${body} } }`)
  const of = async (more: string): Promise<{ quantity: number }[]> => {
    const line =
      '--store demo.tapedeck --strategy chance.ts --symbols TDALL --from 2024-11-18 --to 2024-11-18'
    const { exit, stdout } = await backtest(`${line} --json${more}`)
    expect(exit).toBe(0)
    return JSON.parse(stdout).trades
  }
  const usual = await of('')
  expect(new Set(usual.map(({ quantity }) => quantity)).size).toBeGreaterThan(5)
  expect(await of(' --seed 1')).toEqual(usual)
  expect(await of(' --seed 2 --out chance')).not.toEqual(usual)
  const again = await backtest('--store demo.tapedeck --run-file chance/run.json --json')
  expect(again).toMatchObject({ exit: 0, stderr: 'the same trades as then\n' })
  const line =
    '--store demo.tapedeck --strategy pairs --symbols TDALL --from 2024-11-18 --to 2024-11-18 --seed -1'
  expect(await backtest(line)).toMatchObject({ exit: 2, stderr: expect.stringMatching(/--seed/) })
})

test('what is wrong in a file of a strategy is named with its line', async () => {
  writeFileSync(join(folder, 'broken.ts'), ownStrategy.replace('ctx.position', 'ctx.postion'))
  const line = '--symbols TDALL --from 2024-11-18 --to 2024-11-29'
  expect(await backtest(`--store demo.tapedeck --strategy broken.ts ${line}`)).toMatchObject({
    exit: 1,
    stdout: '',
    stderr: expect.stringMatching(/broken\.ts:10:\d+: onBar of TDALL at 2024-11-18T15:00:00Z: .*postion/),
  })
  expect(await backtest(`--store demo.tapedeck --strategy none.ts ${line}`)).toMatchObject({
    exit: 1,
    stderr: expect.stringMatching(/none\.ts: could not be read/),
  })
})

test('a run that is kept is run again from its file, with the same trades, and says what changed', async () => {
  const bars = (first: number) =>
    ['timestamp,open,high,low,close,volume']
      .concat(
        Array.from({ length: 60 }, (_, minute) => {
          const price = (minute < 5 ? first : 50) + Math.round(20 * Math.sin(minute / 4)) / 10
          const time = new Date(Date.parse('2024-07-08T13:30:00Z') + minute * 60_000).toISOString()
          return `${time},${price},${price + 1},${price - 1},${price},100`
        }),
      )
      .join('\n')
  const importBars = async (first: number) => {
    writeFileSync(join(folder, 'wave.csv'), bars(first))
    const line = 'import wave.csv --store wave.tapedeck --symbol WAVE --exchange XNYS'
    expect(await capture(line.split(' '), { folder })).toMatchObject({ exit: 0 })
  }
  await importBars(50)
  writeFileSync(join(folder, 'kept.ts'), ownStrategy)
  const first = await backtest(
    '--store wave.tapedeck --strategy kept.ts --symbols WAVE --from 2024-07-08 --to 2024-07-08 ' +
      '--params fast=2,slow=5 --commission per-share:0.01,least:1 --volume-share 50 --out kept --json',
  )
  expect(first).toMatchObject({ exit: 0, stderr: '' })
  const { trades, stats, why, runFile } = JSON.parse(first.stdout)
  expect(trades.length).toBeGreaterThan(1)
  expect(runFile).toBe(join(folder, 'kept', 'run.json'))
  const csv = readFileSync(join(folder, 'kept', 'trades.csv'), 'utf8')
    .trimEnd()
    .split('\n')
  expect(csv).toHaveLength(trades.length + 1)
  expect(csv[1]).toBe(
    Object.values({ ...trades[0], data: trades[0].data.join(' ') })
      .map((value) => value ?? '')
      .join(','),
  )
  const equity = readFileSync(join(folder, 'kept', 'equity.csv'), 'utf8')
    .trimEnd()
    .split('\n')
  expect(equity).toHaveLength(61)
  expect(Number(equity.at(-1)?.split(',')[1])).toBeCloseTo(100_000 + stats.profit, 6)
  expect(readFileSync(join(folder, 'kept', 'report.html'), 'utf8')).toMatch(
    /^<!doctype html>.*<h1>Own averages<\/h1>.*WAVE.*kept\.ts/s,
  )

  expect(
    await parquetRows(join(folder, 'kept', 'trades.parquet'), 'epoch_ms(entry_time), pnl, data'),
  ).toEqual(
    trades.map(({ entryTime, pnl, data }: { entryTime: string; pnl: number; data: string[] }) => [
      BigInt(Date.parse(entryTime)),
      pnl,
      data.length === 0 ? null : data.join(' '),
    ]),
  )
  const points = await parquetRows(
    join(folder, 'kept', 'equity.parquet'),
    'epoch_ms(time), equity, cash, exposure',
  )
  expect(points.map(([time, ...values]) => [new Date(Number(time)).toISOString(), ...values].join())).toEqual(
    equity.slice(1).map((line) => line.replace('Z', '.000Z')),
  )

  // The strategy's own file is not needed any more: the run has its text.
  rmSync(join(folder, 'kept.ts'))
  const again = await backtest('--store wave.tapedeck --run-file kept/run.json --json')
  expect(again).toMatchObject({ exit: 0, stderr: 'the same trades as then\n' })
  expect(JSON.parse(again.stdout)).toEqual({ trades, stats, why, changed: [] })

  await importBars(40)
  const other = await backtest('--store wave.tapedeck --run-file kept/run.json --json')
  expect(other).toMatchObject({
    exit: 0,
    stderr: 'not as it was then: the bars of WAVE, the trades\n',
  })
  expect(JSON.parse(other.stdout).changed).toEqual(['the bars of WAVE', 'the trades'])
})

test.each([
  ['--run-file none.json', 1, /none\.json: could not be read/],
  ['--run-file broken.json', 1, /broken\.json: it is not JSON/],
  ['--run-file other.json', 1, /other\.json: it is not the file of a run: format/],
  ['--run-file other.json --cash 5', 2, /--run-file and --cash exclude each other/],
])('a file that is no run is told: %s', async (line, exit, told) => {
  writeFileSync(join(folder, 'broken.json'), '{')
  writeFileSync(join(folder, 'other.json'), '{"format": "something else"}')
  const result = await backtest(`--store demo.tapedeck ${line}`)
  expect(result).toMatchObject({ exit, stdout: '', stderr: expect.stringMatching(told) })
})

test('how far a result rests on its data is told, and a strategy that looks ahead is found out', async () => {
  const line = '--symbols TDALL,MIRVA --from 2024-11-18 --to 2024-11-22 --trust'
  const { exit, stdout } = await backtest(`--store demo.tapedeck --strategy two-averages ${line} --json`)
  expect(exit).toBe(0)
  const { trust, stats } = JSON.parse(stdout)
  expect(trust.lookAhead).toBeNull()
  const [asTraded, asRepaired, forward, whole] = trust.variants
  expect(asRepaired).toMatchObject({
    name: 'as repaired, gaps left',
    trades: stats.trades,
    returnPct: stats.returnPct,
  })
  expect(asTraded).toMatchObject({ name: 'as traded, gaps left', trades: stats.trades })
  // MIRVA lacks twelve minutes of the first session: without it there is less to trade, filled forward it is another run.
  expect(whole.trades).toBeLessThan(stats.trades)
  expect(forward.name).toBe('as repaired, filled forward')
  const told = await backtest(`--store demo.tapedeck --strategy two-averages ${line}`)
  expect(told.stdout).toMatch(/\nData +trades +return +drawdown\nas traded, gaps left +\d+ +-?\d+\.\d\d %/)
  expect(told.stdout).toMatch(/Looks at nothing ahead: cut off at 8 points/)
})

test('days have no minutes to fill or to miss: they are looked at as traded and as repaired alone', async () => {
  const { stdout } = await backtest(
    '--store days.tapedeck --strategy two-averages --symbols DAY --from 2023-01-03 --to 2023-12-29 --interval 1d --trust --json',
  )
  const { trust } = JSON.parse(stdout)
  expect(trust.variants.map(({ name }: { name: string }) => name)).toEqual([
    'as traded, gaps left',
    'as repaired, gaps left',
  ])
  expect(trust.lookAhead).toBeNull()
})

test('on a terminal a line says how far a run is, and Ctrl+C ends it', async () => {
  const line =
    '--store demo.tapedeck --strategy two-averages --symbols TDALL --from 2024-11-18 --to 2024-11-29'
  const shown = await capture(['backtest', ...line.split(' ')], { folder, terminal: true })
  expect(shown.exit).toBe(0)
  expect(shown.stderr).toMatch(/reading/)
  expect(shown.stderr.endsWith('\r\u001b[2K')).toBe(true)
  const signal = AbortSignal.abort()
  expect(await capture(['backtest', ...line.split(' ')], { folder, signal })).toMatchObject({
    exit: 1,
    stdout: '',
    stderr: expect.stringMatching(/two-averages: the run was stopped/),
  })
})

test('a person is told in a table', async () => {
  const { exit, stdout } = await backtest(
    '--store demo.tapedeck --strategy two-averages --symbols TDALL --from 2024-11-18 --to 2024-11-29',
  )
  expect(exit).toBe(0)
  expect(stdout).toMatch(/^Two moving averages\n/)
  expect(stdout).toMatch(/^Return +−?\d/m)
  expect(stdout).toMatch(/^Sharpe ratio +none: needs 30 sessions, has 9$/m)
})

test('a figure of too few sessions is left out and its reason named, one of enough has a number', async () => {
  const few = await backtest(
    '--store demo.tapedeck --strategy two-averages --symbols TDALL --from 2024-11-18 --to 2024-11-22 --json',
  )
  const short = JSON.parse(few.stdout)
  for (const name of [
    'cagrPct',
    'volatilityPct',
    'sharpe',
    'sortino',
    'calmar',
    'holdCagrPct',
    'excessCagrPct',
  ]) {
    expect(short.stats).not.toHaveProperty(name)
    expect(short.why[name]).toBe('needs 30 sessions, has 5')
  }
  expect(short.stats).toMatchObject({ returnPct: expect.any(Number), maxDrawdownPct: expect.any(Number) })
  const { stats, why } = JSON.parse(
    (
      await backtest(
        '--store days.tapedeck --strategy two-averages --symbols DAY --from 2023-01-03 --to 2023-12-29 --interval 1d ' +
          '--params fast=5,slow=20,percent=90 --json',
      )
    ).stdout,
  )
  expect(stats).toMatchObject({ cagrPct: expect.any(Number), sharpe: expect.any(Number) })
  expect(why).not.toHaveProperty('sharpe')
})

test.each([
  ['--store demo.tapedeck --symbols TDALL --from 2024-11-18 --to 2024-11-29', 2, /--strategy is missing/],
  [
    '--store demo.tapedeck --strategy two-average --symbols TDALL --from 2024-11-18 --to 2024-11-29',
    2,
    /mean two-averages/,
  ],
  [
    '--store demo.tapedeck --strategy pairs --symbols TDALL --from 2024-11-18 --to 2024-11-29 --params perod=5',
    2,
    /mean period/,
  ],
  [
    '--store demo.tapedeck --strategy pairs --symbols TDALL --from 2024-11-18 --to 2024-11-29 --params period=5',
    2,
    /from 10 to 390/,
  ],
  [
    '--store demo.tapedeck --strategy pairs --symbols TDALL --from 2024-11-18 --to 2024-11-29 --commission free',
    2,
    /Unknown commission "free"/,
  ],
  [
    '--store demo.tapedeck --strategy pairs --symbols NONE --from 2024-11-18 --to 2024-11-29',
    1,
    /NONE: .* no such symbol/,
  ],
  [
    '--store demo.tapedeck --strategy pairs --symbols TDALL --from 2019-11-18 --to 2019-11-29',
    1,
    /TDALL: .* no 1m bars/,
  ],
  [
    '--store demo.tapedeck --strategy pairs --symbols TDALL --from 2024-11-19 --to 2024-11-28 --interval 1w',
    1,
    /TDALL: .* no 1w bars from 2024-11-19 to 2024-11-28/,
  ],
])('what is wrong is said in one line: %s', async (line, exit, told) => {
  const result = await backtest(line)
  expect(result).toMatchObject({ exit, stdout: '', stderr: expect.stringMatching(told) })
  expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
})
