import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { capture } from '../testing/captured-io.ts'

const answers = process.env.TAPEDECK_ANSWERS
const folder = mkdtempSync(join(tmpdir(), 'tapedeck-bars-'))
const header = 'start,open,high,low,close,volume,state'

function bars(line: string) {
  return capture(['bars', '--store', 'store.tapedeck', ...line.split(' ')], { folder })
}

async function lines(line: string): Promise<string[]> {
  const { exit, stdout, stderr } = await bars(line)
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  const [first, ...rest] = stdout.split('\n')
  expect(first).toBe(header)
  expect(rest.pop()).toBe('')
  return rest
}

afterAll(() => rmSync(folder, { recursive: true }))

describe('from a CSV file', () => {
  beforeAll(async () => {
    // Tuesday and the Wednesday that closes early, one minute each before and after regular hours.
    writeFileSync(
      join(folder, 'abc.csv'),
      [
        'time,open,high,low,close,volume',
        '2024-07-02T13:29:00Z,1,1,1,1,1',
        '2024-07-02T13:30:00Z,10.5,11,10.25,10.75,100',
        '2024-07-02T13:31:00Z,10.75,12,10.5,11.125,200.5',
        '2024-07-02T13:36:00Z,0.0000001,1234567.125,0.0000001,3,100000000000',
        '2024-07-02T19:59:00Z,3,4,2,3.5,1',
        '2024-07-02T20:00:00Z,9,9,9,9,9',
        '2024-07-03T16:59:00Z,5,5,5,5,5',
        '2024-07-03T17:00:00Z,6,6,6,6,6',
        '',
      ].join('\n'),
    )
    const imported = await capture(
      ['import', 'abc.csv', '--store', 'store.tapedeck', '--symbol', 'abc', '--exchange', 'XNYS', '--json'],
      { folder },
    )
    expect(imported.exit).toBe(0)
  })

  test('numbers are the shortest that read back equal, without exponent', async () => {
    expect(await lines('--symbol ABC --interval 1m --session 2024-07-02')).toEqual([
      '2024-07-02T13:30:00Z,10.5,11,10.25,10.75,100,recorded',
      '2024-07-02T13:31:00Z,10.75,12,10.5,11.125,200.5,recorded',
      '2024-07-02T13:36:00Z,0.0000001,1234567.125,0.0000001,3,100000000000,recorded',
      '2024-07-02T19:59:00Z,3,4,2,3.5,1,recorded',
    ])
  })

  test('all hours are every stored bar; each stretch has its own anchor', async () => {
    const all = await lines('--symbol ABC --interval 1m --from 2024-07-02 --to 2024-07-03 --hours all')
    expect(all.map((line) => line.slice(0, 17))).toEqual([
      '2024-07-02T13:29:',
      '2024-07-02T13:30:',
      '2024-07-02T13:31:',
      '2024-07-02T13:36:',
      '2024-07-02T19:59:',
      '2024-07-02T20:00:',
      '2024-07-03T16:59:',
      '2024-07-03T17:00:',
    ])
    // 210 minutes are 30 windows of seven; after the close they start again.
    expect(await lines('--symbol ABC --interval 7m --session 2024-07-03 --hours all')).toEqual([
      '2024-07-03T16:53:00Z,5,5,5,5,5,recorded',
      '2024-07-03T17:00:00Z,6,6,6,6,6,recorded',
    ])
  })

  test('longer intervals are derived, a stub is one, and only those with a bar are there', async () => {
    expect(await lines('--symbol abc --interval 5m --session 2024-07-02')).toEqual([
      '2024-07-02T13:30:00Z,10.5,12,10.25,11.125,300.5,recorded',
      '2024-07-02T13:35:00Z,0.0000001,1234567.125,0.0000001,3,100000000000,recorded',
      '2024-07-02T19:55:00Z,3,4,2,3.5,1,recorded',
    ])
    expect((await lines('--symbol ABC --interval 60m --session 2024-07-02')).at(-1)).toBe(
      '2024-07-02T19:30:00Z,3,4,2,3.5,1,stub',
    )
    expect(await lines('--symbol ABC --interval 1d --from 2024-07-02 --to 2024-07-03')).toEqual([
      '2024-07-02T13:30:00Z,10.5,1234567.125,0.0000001,3.5,100000000301.5,recorded',
      '2024-07-03T13:30:00Z,5,5,5,5,5,recorded',
    ])
    expect(await lines('--symbol ABC --interval 1w --session 2024-07-02')).toEqual([
      '2024-07-01T13:30:00Z,10.5,1234567.125,0.0000001,5,100000000306.5,recorded',
    ])
  })

  test('at a time the future is unknown and the present forming', async () => {
    const at = '--at 2024-07-02T13:36:59Z'
    expect(await lines(`--symbol ABC --interval 1m --session 2024-07-02 ${at}`)).toHaveLength(2)
    expect(await lines(`--symbol ABC --interval 5m --session 2024-07-02 ${at}`)).toEqual([
      '2024-07-02T13:30:00Z,10.5,12,10.25,11.125,300.5,recorded',
    ])
    expect(await lines('--symbol ABC --interval 5m --session 2024-07-02 --at 2024-07-02T13:31:00Z')).toEqual([
      '2024-07-02T13:30:00Z,10.5,11,10.25,10.75,100,forming',
    ])
  })

  test('as traded and as repaired differ by what became known later', async () => {
    writeFileSync(
      join(folder, 'repaired.csv'),
      'time,open,high,low,close,volume\n2024-07-02T13:30:00Z,10.5,11,10.25,10.8,150\n',
    )
    const { exit } = await capture(
      [
        'import',
        'repaired.csv',
        '--store',
        'store.tapedeck',
        '--symbol',
        'ABC',
        '--exchange',
        'XNYS',
        '--feed',
        'csv',
      ],
      { folder },
    )
    expect(exit).toBe(0)
    const query = '--symbol ABC --interval 1m --session 2024-07-02'
    const repaired = '2024-07-02T13:30:00Z,10.5,11,10.25,10.8,150,corrected'
    const traded = '2024-07-02T13:30:00Z,10.5,11,10.25,10.75,100,recorded'
    expect((await lines(query))[0]).toBe(repaired)
    expect((await lines(`${query} --view as-repaired --at 2024-07-02T13:31:00Z`))[0]).toBe(repaired)
    expect((await lines(`${query} --view as-traded`))[0]).toBe(traded)
    expect((await lines(`${query} --view as-traded --at 2024-07-02T13:31:00Z`))[0]).toBe(traded)
  })

  test('--out puts the same bytes into a file, or nothing at all', async () => {
    const query = '--symbol ABC --interval 1m --session 2024-07-02'
    const { stdout } = await bars(query)
    expect(await bars(`${query} --out bars.csv`)).toEqual({ exit: 0, stdout: '', stderr: '' })
    expect(readFileSync(join(folder, 'bars.csv'), 'utf8')).toBe(stdout)
    const failed = await bars(`${query} --out nowhere/bars.csv`)
    expect(failed).toMatchObject({ exit: 1, stdout: '' })
    expect(failed.stderr).toMatch(/nowhere.bars\.csv: the folder .* does not exist/)
    expect((await bars(`${query} --out .`)).stderr).toMatch(/is a folder/)
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([])
  })

  test('a session without bars is the header alone, with a note', async () => {
    const { exit, stdout, stderr } = await bars('--symbol ABC --interval 1m --session 2024-07-05')
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: `${header}\n` })
    expect(stderr).toMatch(/^ABC: .*2024-07-05\n$/)
  })

  test.each([
    [
      '--symbol ABC --interval 1m --session 2024-07-04',
      1,
      /2024-07-04 is no session of XNYS: .*Independence/,
    ],
    [
      '--symbol ABC --interval 1m --session 2024-07-06',
      1,
      /2024-07-06 is no session of XNYS: Saturday; the nearest are 2024-07-05 and 2024-07-08/,
    ],
    ['--symbol ABC --interval 1m --session 1950-01-03', 1, /1990-01-01/],
    ['--symbol ABD --interval 1m --session 2024-07-02', 1, /^ABD: .*nearest: ABC/],
    ['--symbol ABC --interval 1m', 2, /--session, or --from and --to, is missing/],
    ['--symbol ABC --interval 1m --from 2024-07-02', 2, /--session, or --from and --to, is missing/],
    ['--symbol ABC --interval 1m --session 2024-07-02 --to 2024-07-02', 2, /exclude each other/],
    ['--symbol ABC --session 2024-07-02', 2, /--interval is missing/],
    ['--symbol ABC --interval 7x --session 2024-07-02', 2, /--interval .*"7x"/],
    ['--symbol ABC --interval 1m --session 2024-7-2', 2, /--session .*YYYY-MM-DD/],
    ['--symbol ABC --interval 1m --session 2024-07-02 --at 13:30', 2, /--at .*YYYY-MM-DDTHH:MM:SSZ/],
    ['--symbol ABC --interval 1m --session 2024-07-02 --hours extended', 2, /--hours is one of regular, all/],
    [
      '--symbol ABC --interval 1m --session 2024-07-02 --view repaired',
      2,
      /--view is one of as-traded, as-repaired/,
    ],
    ['--symbol ABC --interval 1m --from 2024-07-03 --to 2024-07-02', 2, /2024-07-03 .*2024-07-02/],
  ])('%s ends with %i', async (line, exit, message) => {
    const result = await bars(line)
    expect({ exit: result.exit, stdout: result.stdout }).toEqual({ exit, stdout: '' })
    expect(result.stderr).toMatch(message)
    expect(result.stderr).toMatch(/^[^\n]+\n$/)
  })

  test('a store that is not there is named, and not made', async () => {
    const { exit, stderr } = await capture(
      ['bars', '--store', 'none.tapedeck', '--symbol', 'A', '--interval', '1m', '--session', '2024-07-02'],
      { folder },
    )
    expect(exit).toBe(1)
    expect(stderr).toContain('none.tapedeck')
    expect(existsSync(join(folder, 'none.tapedeck'))).toBe(false)
  })
})

describe.skipIf(!answers)('from real files', () => {
  const data = join(answers ?? '', 'data/lean')
  const minute = join(data, 'equity/usa/minute')

  beforeAll(async () => {
    const { exit } = await capture(['import', data, '--store', 'lean.tapedeck', '--json'], { folder })
    expect(exit).toBe(0)
  })

  function leanBars(line: string) {
    return capture(['bars', '--store', 'lean.tapedeck', ...line.split(' ')], { folder })
  }

  /** Lines of a LEAN file as `bars` prints them, by moving the decimal point in the text itself. */
  function printed(symbol: string, date: string): string[] {
    const zip = unzipSync(readFileSync(join(minute, symbol, `${date.replaceAll('-', '')}_trade.zip`)))
    const [content] = Object.values(zip)
    const midnight = Date.parse(`${date}T04:00:00Z`)
    return strFromU8(content ?? new Uint8Array())
      .trim()
      .split('\n')
      .map((row) => {
        const [ms, open, high, low, close, volume] = row.trim().split(',')
        const start = new Date(midnight + Number(ms)).toISOString().replace('.000Z', 'Z')
        const prices = [open, high, low, close].map((price) => movePoint(price ?? ''))
        return [start, ...prices, volume, 'recorded'].join(',')
      })
  }

  function movePoint(price: string): string {
    const digits = price.padStart(5, '0')
    return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '')
  }

  test.each(['spy', 'aig', 'bac', 'ibm'])(
    'minutes of %s equal its file to the last digit',
    async (symbol) => {
      for (const date of ['2013-10-04', '2013-10-07', '2013-10-11']) {
        const all = await leanBars(`--symbol ${symbol} --interval 1m --session ${date} --hours all`)
        expect(all.stdout.trim().split('\n').slice(1)).toEqual(printed(symbol, date))
      }
    },
  )

  test('counts of SPY on 2013-10-11', async () => {
    const count = async (line: string) => {
      const { stdout } = await leanBars(`--symbol SPY --session 2013-10-11 ${line}`)
      return stdout.trim().split('\n').length - 1
    }
    expect(await count('--interval 1m')).toBe(390)
    expect(await count('--interval 1m --hours all')).toBe(776)
    expect(await count('--interval 5m')).toBe(78)
    expect(await count('--interval 15m')).toBe(26)
    expect(await count('--interval 1h')).toBe(7)
  })

  test('a market that never closes has bars on weekdays and weekends alike', async () => {
    const { stdout } = await leanBars('--symbol BTCUSD --interval 1m --from 2018-04-04 --to 2018-04-06')
    expect(stdout.trim().split('\n').length - 1).toBe(1007 + 1440 + 1440)
  })
})
