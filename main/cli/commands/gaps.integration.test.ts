import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Captured, capture } from '../testing/captured-io.ts'

const answers = process.env.TAPEDECK_ANSWERS
const folder = mkdtempSync(join(tmpdir(), 'tapedeck-gaps-'))

beforeAll(async () => {
  expect((await run('demo --store demo.tapedeck')).exit).toBe(0)
  if (!answers) return
  const lean = join(answers, 'data/lean')
  expect((await capture(['import', lean, '--store', 'real.tapedeck'], { folder })).exit).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(line: string): Promise<Captured> {
  return capture(line.split(' '), { folder })
}

interface Row {
  readonly start: string
  readonly end: string
  readonly minutes: number
  readonly class: string
  readonly certainty: string
  readonly evidence: string
  readonly tries: number
}

async function gaps(store: string, symbol: string, session: string): Promise<readonly Row[]> {
  const { exit, stdout } = await run(`gaps --store ${store} --symbol ${symbol} --session ${session} --json`)
  expect(exit).toBe(0)
  return JSON.parse(stdout)
}

async function quality(store: string, line: string): Promise<readonly Record<string, number | string>[]> {
  const { exit, stdout } = await run(`quality --store ${store} ${line} --json`)
  expect(exit).toBe(0)
  return JSON.parse(stdout)
}

const outage = '2024-11-20'

describe('on a store of synthetic sessions', () => {
  test('gaps prints the fields of a gap and no others, in their order', async () => {
    const rows = await gaps('demo.tapedeck', 'TDSML', '2024-11-29')
    expect(rows.length).toBeGreaterThan(10)
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(
        'symbol session start end minutes class certainty evidence tries'.split(' '),
      )
      expect(row).toMatchObject({ symbol: 'TDSML', session: '2024-11-29', tries: 0 })
      expect(Date.parse(row.end) - Date.parse(row.start)).toBe(60_000 * row.minutes)
      expect(row.evidence.length).toBeGreaterThan(10)
    }
    expect(rows.filter((row) => row.class === 'no-trade').length).toBeGreaterThan(0.8 * rows.length)
  })

  test('quality and gaps tell of the same minutes', async () => {
    for (const symbol of ['TDALL', 'TDSML', 'NORVA']) {
      const sessions = await quality('demo.tapedeck', `--symbol ${symbol} --from 2024-11-18 --to 2024-11-29`)
      expect(sessions).toHaveLength(9)
      for (const { session, expected, recorded, missing, coverage } of sessions) {
        const rows = await gaps('demo.tapedeck', symbol, String(session))
        expect(rows.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(missing)
        expect(Number(recorded) + Number(missing)).toBe(expected)
        expect(coverage).toBe(Math.floor((1000 * Number(recorded)) / Number(expected)) / 10)
      }
    }
  })

  test('an early close is complete at 210', async () => {
    expect(await quality('demo.tapedeck', '--symbol TDALL --session 2024-11-29')).toEqual([
      {
        symbol: 'TDALL',
        session: '2024-11-29',
        expected: 210,
        recorded: 210,
        filled: 0,
        noTrade: 0,
        halted: 0,
        missing: 0,
        pending: 0,
        late: 0,
        coverage: 100,
        explained: 100,
      },
    ])
  })

  test('without a symbol quality tells of all', async () => {
    const rows = await quality('demo.tapedeck', '--session 2024-11-29')
    expect(rows).toHaveLength(24)
  })

  test('quality counts the bars of an interval, and tells where the minutes came from', async () => {
    const place = '--symbol TDSML --session 2024-11-29'
    const [minutes] = await quality('demo.tapedeck', place)
    const [fives] = await quality('demo.tapedeck', `${place} --interval 5m`)
    expect(Object.keys(fives ?? {})).toEqual(Object.keys(minutes ?? {}))
    expect(fives?.expected).toBe(42)
    expect(Number(fives?.recorded) + Number(fives?.missing)).toBe(42)
    expect(await quality('demo.tapedeck', `${place} --interval 1m`)).toEqual([minutes])
    const told = { symbol: 'TDSML', sessions: 1 }
    expect(await quality('demo.tapedeck', `${place} --by source`)).toEqual([
      { ...told, kind: 'recorded', source: 'demo', minutes: minutes?.recorded },
      { ...told, kind: 'missing', source: null, minutes: minutes?.missing },
    ])
    const { stdout } = await run(`quality --store demo.tapedeck ${place} --by source`)
    expect(stdout).toMatch(
      /^symbol +kind +source +minutes +of expected +sessions\nTDSML +recorded +demo +\d+/,
    )
  })

  test('where there is nothing it is an empty list: a holiday, a symbol without a hole', async () => {
    expect(await gaps('demo.tapedeck', 'TDALL', '2024-11-28')).toEqual([])
    expect(await gaps('demo.tapedeck', 'TDALL', '2024-11-29')).toEqual([])
    expect(await quality('demo.tapedeck', '--session 2024-11-28')).toEqual([])
    const { stderr } = await run('gaps --store demo.tapedeck --symbol TDALL --session 2024-11-28')
    expect(stderr).toMatch(/2024-11-28 is no session of XNYS: Thanksgiving/)
  })

  test('for a person: tables', async () => {
    const listed = await run('gaps --store demo.tapedeck --symbol TDSML --session 2024-11-29')
    expect(listed.stdout).toMatch(/^start +end +minutes +class +certainty +tries +evidence\n2024-11-29T1/)
    const none = await run('gaps --store demo.tapedeck --symbol TDALL --session 2024-11-29')
    expect(none.stdout).toBe('No minute is missing.\n')
    const graded = await run('quality --store demo.tapedeck --symbol TDALL --session 2024-11-29')
    expect(graded.stdout).toMatch(/^TDALL +2024-11-29 +210 +210 +0 +0 +0 +0 +0 +0 +100\.0 % +100\.0 %$/m)
  })

  test.each([
    ['gaps --store demo.tapedeck --symbol NONE --session 2024-11-29', 1, /NONE.*no such symbol/],
    ['gaps --store demo.tapedeck --symbol TDALL', 2, /--session is missing/],
    ['gaps --store demo.tapedeck --session 2024-11-29', 2, /--symbol is missing/],
    ['gaps --store demo.tapedeck --symbol TDALL --session 1950-01-03', 1, /1950-01-03/],
    ['gaps --store demo.tapedeck --symbol TDALL --session 2024-11-29 --mark silly', 2, /--mark is one of/],
    ['gaps --store demo.tapedeck --symbol TDALL --session 2024-11-29 --mark halted', 2, /needs --from/],
    ['gaps --store demo.tapedeck --symbol TDALL --session 2024-11-29 --reason why', 2, /--mark is missing/],
    ['quality --store demo.tapedeck --symbol NONE --session 2024-11-29', 1, /NONE.*no such symbol/],
    ['quality --store demo.tapedeck', 2, /--session, or --from and --to, is missing/],
    ['quality --store demo.tapedeck --session 2024-11-29 --from 2024-11-01', 2, /not both/],
    ['quality --store demo.tapedeck --session 2024-11-29 --interval 1w', 2, /longer than a session/],
    ['quality --store demo.tapedeck --session 2024-11-29 --by day', 2, /--by is one of source/],
    ['quality --store demo.tapedeck --session 2024-11-29 --by source --interval 5m', 2, /without --interval/],
    ['quality --store none.tapedeck --session 2024-11-29', 1, /none\.tapedeck/],
  ])('%s ends with %i', async (line, exit, message) => {
    const result = await run(line)
    expect({ exit: result.exit, stdout: result.stdout }).toEqual({ exit, stdout: '' })
    expect(result.stderr).toMatch(message)
  })
})

describe('halts and marks', () => {
  const hole = async () => {
    const rows = await gaps('demo.tapedeck', 'TDSML', outage)
    const row = rows.find(({ minutes }) => minutes >= 2)
    if (!row) throw new RangeError('no hole of two minutes')
    return row
  }

  test('halts of a file make missing minutes halted, and once is enough', async () => {
    const { start, end, minutes } = await hole()
    writeFileSync(join(folder, 'halts.csv'), `symbol,start,end,code\ntdsml,${start},${end},T1\n\n`)
    const first = await run('halts halts.csv --store demo.tapedeck --json')
    expect(JSON.parse(first.stdout)).toEqual({ halts: 1, symbols: 1, added: 1 })
    expect((await run('halts halts.csv --store demo.tapedeck')).stdout).toMatch(
      /1 halts of 1 symbols, 0 of them new/,
    )
    const halted = (await gaps('demo.tapedeck', 'TDSML', outage)).find((row) => row.start === start)
    expect(halted).toMatchObject({ class: 'halted', certainty: 'proven', minutes })
    expect(halted?.evidence).toMatch(/T1.*halts\.csv/)
    const [row] = await quality('demo.tapedeck', `--symbol TDSML --session ${outage}`)
    expect(row).toMatchObject({ halted: minutes })
    expect(Number(row?.explained)).toBeGreaterThan(Number(row?.coverage))
  })

  test.each([
    ['symbol,from,to', /line 1: .*symbol,start,end,code/],
    ['symbol,start,end\nSPY,2024-11-20T15:00:00Z,soon', /line 2: "soon" is no time/],
    ['symbol,start,end\n\nSPY,2024-11-20T15:00:00Z,2024-11-20T14:00:00Z', /line 3: .*not after its start/],
    ['symbol,start,end\nSPY', /line 2: has 1 columns/],
    ['symbol,start,end\n$%,2024-11-20T15:00:00Z,2024-11-20T16:00:00Z', /line 2: .*no symbol/],
  ])('a file that is wrong is refused by line: %j', async (text, message) => {
    writeFileSync(join(folder, 'wrong.csv'), text)
    const { exit, stdout, stderr } = await run('halts wrong.csv --store demo.tapedeck')
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
    expect(stderr).toMatch(message)
  })

  test('a mark by hand is listed with its reason, and can be taken back', async () => {
    const { start, end } = (await gaps('demo.tapedeck', 'TDBND', outage))[0] ?? { start: '', end: '' }
    const mark = (gapClass: string) => [
      ...`gaps --store demo.tapedeck --symbol TDBND --session ${outage} --mark ${gapClass}`.split(' '),
      ...['--from', start, '--to', end, '--reason', 'seen in the tape', '--json'],
    ]
    const { exit, stdout } = await capture(mark('feed-gap'), { folder })
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)[0]).toMatchObject({ class: 'feed-gap', certainty: 'probable' })
    expect(JSON.parse(stdout)[0].evidence).toMatch(/marked by hand on .*: seen in the tape$/)
    const back = await capture(mark('none'), { folder })
    expect(JSON.parse(back.stdout)[0]).toMatchObject({ class: 'no-trade' })
  })
})

describe.skipIf(!answers)('on real bars', () => {
  test.each([
    ['AIG', '2013-10-07', '2013-10-07T17:47:00Z'],
    ['IBM', '2013-10-04', '2013-10-04T16:39:00Z'],
    ['IBM', '2013-10-11', '2013-10-11T16:46:00Z'],
  ])('%s %s has exactly its one missing minute, with busy neighbours', async (symbol, session, start) => {
    const rows = await gaps('real.tapedeck', symbol, session)
    expect(rows).toMatchObject([{ start, minutes: 1, class: 'feed-gap', certainty: 'probable', tries: 0 }])
    expect(rows[0]?.evidence).toMatch(
      /volume beside it is .*3 other busy symbols have a bar; its quotes go on/,
    )
  })

  test('SPY and BAC miss nothing, and nobody asked for the session before', async () => {
    for (const symbol of ['SPY', 'BAC']) {
      for (const session of [
        '2013-10-04',
        '2013-10-07',
        '2013-10-08',
        '2013-10-09',
        '2013-10-10',
        '2013-10-11',
      ])
        expect(await gaps('real.tapedeck', symbol, session)).toEqual([])
      expect(await gaps('real.tapedeck', symbol, '2013-10-03')).toMatchObject([
        { minutes: 390, class: 'not-fetched', certainty: 'proven' },
      ])
    }
  })

  test('a truncated day is not taken for a quiet market', async () => {
    const rows = await gaps('real.tapedeck', 'BTCUSD', '2018-04-04')
    expect(rows.at(-1)).toMatchObject({ end: '2018-04-05T00:00:00Z', minutes: 432, class: 'not-fetched' })
    expect(await quality('real.tapedeck', '--symbol BTCUSD --session 2018-04-04')).toMatchObject([
      { expected: 1440, recorded: 1007, missing: 433, coverage: 69.9 },
    ])
  })

  test('quality of a store just imported: AIG 389 of 390', async () => {
    const rows = await quality('real.tapedeck', '--symbol AIG --from 2013-10-04 --to 2013-10-11')
    expect(rows.map(({ coverage }) => coverage)).toEqual([100, 99.7, 100, 100, 100, 100])
  })
})
