import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { capture } from '../testing/captured-io.ts'

const answers = process.env.TAPEDECK_ANSWERS
const keys = ['files', 'symbols', 'sessions', 'bars', 'rejected', 'skipped']

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-import-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(name: string, ...rows: string[]): void {
  writeFileSync(join(folder, name), ['time,open,high,low,close,volume', ...rows, ''].join('\n'))
}

function importBars(line: string) {
  return capture(['import', ...line.split(' ')], { folder })
}

const good = '2024-07-02T13:30:00Z,10,11,9,10,100'
const bad = '2024-07-02T13:31:00Z,10,9,11,10,100'
const target = '--store new.tapedeck --symbol ABC --exchange XNYS'

test('makes the store, and prints these keys and no others', async () => {
  write('abc.csv', good, bad, '2024-07-02T13:32:00Z,10,11,9,10,100')
  const { exit, stdout } = await importBars(`abc.csv ${target} --json`)
  expect(exit).toBe(0)
  const report = JSON.parse(stdout)
  expect(Object.keys(report)).toEqual(keys)
  expect(report).toMatchObject({ files: 1, symbols: 1, sessions: 1, bars: 2, skipped: [] })
  expect(report.rejected).toHaveLength(1)
  expect(report.rejected[0]).toMatchObject({ line: 3 })
  expect(report.rejected[0].file).toMatch(/abc\.csv$/)
  expect(existsSync(join(folder, 'new.tapedeck'))).toBe(true)
})

test.each(['alpaca', 'auto'])(
  'takes JSON of Alpaca as %s, and names bad bars by their place',
  async (format) => {
    const row = (minute: number, h = 11) => ({
      t: `2024-07-02T13:3${minute}:00Z`,
      o: 10,
      h,
      l: 9,
      c: 10,
      v: 100,
    })
    const page = { bars: { ABC: [row(0), row(1, 1), row(2)] }, next_page_token: null }
    writeFileSync(join(folder, 'page.json'), JSON.stringify(page))
    const { exit, stdout } = await importBars(`page.json --store new.tapedeck --format ${format} --json`)
    expect({ exit, report: JSON.parse(stdout) }).toEqual({
      exit: 0,
      report: {
        files: 1,
        symbols: 1,
        sessions: 1,
        bars: 2,
        rejected: [{ file: join(folder, 'page.json'), line: 2, reason: 'high 1 is below low 9' }],
        skipped: [],
      },
    })
  },
)

test('imported again nothing is new, and that is no failure', async () => {
  write('abc.csv', good)
  expect((await importBars(`abc.csv ${target}`)).exit).toBe(0)
  const again = await importBars(`abc.csv ${target} --json`)
  expect(again.exit).toBe(0)
  expect(JSON.parse(again.stdout)).toMatchObject({ files: 1, bars: 0 })
})

test('a summary for people lists the first rejected rows', async () => {
  write(
    'abc.csv',
    ...Array.from({ length: 30 }, (_, i) => good.replace(':30:', `:${30 + i}:`)),
    ...Array(15).fill(bad),
  )
  const { exit, stdout } = await importBars(`abc.csv ${target}`)
  expect(exit).toBe(0)
  expect(stdout).toMatch(/new\.tapedeck: 1 file, 1 symbol, 1 session, 30 new bars\n/)
  expect(stdout).toMatch(/15 rows rejected:\n( {2}.*abc\.csv line \d+: .*\n){10} {2}and 5 more\n$/)
})

test('a refused file is exit 1; the others stay stored', async () => {
  mkdirSync(join(folder, 'data'))
  write('data/abc.csv', good)
  write('data/bad.csv', good, bad)
  const { exit, stdout, stderr } = await importBars(`data ${target} --strict --json`)
  expect(exit).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ files: 1, bars: 1 })
  expect(JSON.parse(stdout).skipped[0].file).toMatch(/bad\.csv$/)
  expect(stderr).toMatch(/1 file was refused.*bad\.csv.*\n$/)
})

test('a first import that brings nothing leaves no store', async () => {
  write('bad.csv', bad)
  const { exit, stderr } = await importBars(`bad.csv ${target} --json`)
  expect(exit).toBe(1)
  expect(stderr).toMatch(/^[^\n]*bad\.csv[^\n]*\n$/)
  expect(readdirSync(folder)).toEqual(['bad.csv'])
  mkdirSync(join(folder, 'empty'))
  const nothing = await importBars(`empty ${target}`)
  expect(nothing.exit).toBe(1)
  expect(nothing.stderr).toMatch(/empty: nothing in it could be imported/)
  expect(readdirSync(folder)).toEqual(['bad.csv', 'empty'])
})

test('cancelled, a first import leaves no store', async () => {
  write('abc.csv', good)
  const argv = ['import', 'abc.csv', ...target.split(' ')]
  const { exit, stdout, stderr } = await capture(argv, { folder, signal: AbortSignal.abort() })
  expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
  expect(stderr).toContain('cancelled')
  expect(readdirSync(folder)).toEqual(['abc.csv'])
})

test('bars of a zone too far are warned of on stderr', async () => {
  // A whole session in New York's hours, written as if they were UTC.
  const rows = Array.from({ length: 390 }, (_, minute) => {
    const time = new Date(Date.parse('2024-07-02T09:30:00Z') + minute * 60_000).toISOString()
    return `${time},10,11,9,10,100`
  })
  write('abc.csv', ...rows)
  const { exit, stderr } = await importBars(`abc.csv ${target} --json`)
  expect(exit).toBe(0)
  expect(stderr).toMatch(/abc\.csv: .*zone/i)
})

test.each([
  ['--store new.tapedeck', 2, /PATH is missing/],
  ['abc.csv', 2, /--store is missing/],
  ['none.csv --store new.tapedeck', 1, /none\.csv/],
  ['abc.csv --store new.tapedeck --format xlsx', 2, /xlsx/],
  ['abc.csv --store new.tapedeck --stamp middle', 2, /--stamp is one of start, end/],
  ['abc.csv --store new.tapedeck --zone Mars/Olympus', 2, /Mars.Olympus/],
  ['abc.csv --store new.tapedeck --interval 1w', 2, /1w/],
  ['abc.csv --store new.tapedeck --exchange MOON --symbol ABC', 1, /MOON/],
  ['abc.csv --store none/new.tapedeck --exchange XNYS --symbol ABC', 1, /none/],
])('%s ends with %i', async (line, exit, message) => {
  write('abc.csv', good)
  const result = await importBars(line)
  expect({ exit: result.exit, stdout: result.stdout }).toEqual({ exit, stdout: '' })
  expect(result.stderr).toMatch(message)
  expect(result.stderr).toMatch(/^[^\n]+\n$/)
  expect(readdirSync(folder)).toEqual(['abc.csv'])
})

describe.skipIf(!answers)('from real files', () => {
  test('a whole LEAN folder', async () => {
    const path = join(answers ?? '', 'data/lean/equity/usa/minute/spy')
    const { exit, stdout } = await importBars(`${path} --store lean.tapedeck --json`)
    expect(exit).toBe(0)
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ symbols: 1, rejected: [] })
    expect(report.bars).toBeGreaterThan(6 * 390)
  })
})
