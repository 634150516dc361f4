import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { randomOf } from '../../engine/random/random.ts'
import { type Captured, capture } from '../testing/captured-io.ts'

const answers = process.env.TAPEDECK_ANSWERS
const folder = mkdtempSync(join(tmpdir(), 'tapedeck-fill-'))
afterAll(() => rmSync(folder, { recursive: true }))

const header = 'timestamp,open,high,low,close,volume'
const open = Date.parse('2024-07-08T13:30:00Z')
const random = randomOf('fill on the command line', 1)

/** The lines of a whole session, with prices of many digits. */
const lines = Array.from({ length: 390 }, (_, minute) => {
  const price = 90 + 20 * random.uniform()
  const time = new Date(open + minute * 60_000).toISOString().replace('.000', '')
  return `${time},${price},${price + 1},${price - 1},${price + 0.5},${1000 + minute}`
})
const missing = lines.flatMap((_, minute) => (minute < 20 || random.uniform() < 0.05 ? [minute] : []))

function run(line: string, options: Parameters<typeof capture>[1] = {}): Promise<Captured> {
  return capture(line.split(' '), { folder, ...options })
}

async function importLines(kept: readonly string[], feed: string): Promise<void> {
  writeFileSync(join(folder, `${feed}.csv`), `${[header, ...kept].join('\n')}\n`)
  const options = `--store s.tapedeck --symbol TD --exchange XNYS --feed ${feed}`
  expect((await run(`import ${feed}.csv ${options}`)).exit).toBe(0)
}

beforeAll(async () => {
  await importLines(
    lines.filter((_, minute) => !missing.includes(minute)),
    'one',
  )
  renameSync(join(folder, 's.tapedeck'), join(folder, 'holes.tapedeck'))
})
beforeEach(() => {
  for (const end of ['', '-wal', '-shm', '-owner']) rmSync(join(folder, `s.tapedeck${end}`), { force: true })
  copyFileSync(join(folder, 'holes.tapedeck'), join(folder, 's.tapedeck'))
})

const place = '--store s.tapedeck --symbol TD --session 2024-07-08'
const fill = (source: string, more = '') => run(`fill ${place} --from-source ${source} --json${more}`)

describe('a session with holes', () => {
  test('is filled from a named source; quality, gaps and bars show it', async () => {
    await importLines(lines, 'two')
    expect((await run('sources add second feed:two --store s.tapedeck')).exit).toBe(0)
    const { exit, stdout, stderr } = await fill('second')
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    const asked = missing.length
    expect(Object.keys(JSON.parse(stdout))).toEqual(['asked', 'filled', 'noTrade', 'failed', 'tries'])
    expect(JSON.parse(stdout)).toMatchObject({ asked, filled: asked, noTrade: 0, failed: 0 })
    const [row] = JSON.parse((await run('quality --store s.tapedeck --session 2024-07-08 --json')).stdout)
    expect(row).toMatchObject({
      expected: 390,
      recorded: 390 - asked,
      filled: asked,
      missing: 0,
      coverage: 100,
    })
    const bySource = JSON.parse((await run(`quality ${place} --by source --json`)).stdout)
    expect(bySource).toMatchObject([
      { kind: 'recorded', source: 'one', minutes: 390 - asked },
      { kind: 'filled', source: 'second', minutes: asked },
    ])
    expect(JSON.parse((await run(`gaps ${place} --json`)).stdout)).toEqual([])
    const bars = (await run(`bars ${place} --interval 1m`)).stdout.trimEnd().split('\n').slice(1)
    expect(bars.map((line) => line.replace(/,[a-z]+$/, ''))).toEqual(lines)
    const filledAt = bars.flatMap((line, minute) => (line.endsWith(',filled') ? [minute] : []))
    expect(filledAt).toEqual(missing)
    const again = await fill('second')
    expect(JSON.parse(again.stdout)).toEqual({ asked: 0, filled: 0, noTrade: 0, failed: 0, tries: 0 })
  })

  test('is filled from a kind of source, and from several in their order', async () => {
    await importLines(lines.slice(0, 200), 'two')
    await importLines(lines, 'three')
    const { exit, stdout } = await fill('feed:two,feed:three')
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ asked: missing.length, filled: missing.length, failed: 0 })
    await importLines(lines, 'one')
    expect((await run(`fill ${place} --from-source feed:two --from-source feed:three`)).stdout).toMatch(
      /^TD 2024-07-08: asked for 0 missing minutes in 0 requests; 0 filled/,
    )
  })

  test('is filled from a folder of files', async () => {
    writeFileSync(join(folder, 'TD.csv'), `${[header, ...lines].join('\n')}\n`)
    rmSync(join(folder, 'one.csv'))
    const add = 'sources add disk files:TD.csv --symbol TD --exchange XNYS --store s.tapedeck'
    expect((await run(add)).exit).toBe(0)
    expect(JSON.parse((await fill('disk')).stdout)).toMatchObject({ filled: missing.length, failed: 0 })
  })

  test('what the source has not either is asked for once, and stays with its class and what was said', async () => {
    await importLines(
      lines.filter((_, minute) => minute !== missing.at(-1)),
      'two',
    )
    const { exit, stdout } = await fill('feed:two')
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ filled: missing.length - 1, failed: 1 })
    const [gap] = JSON.parse((await run(`gaps ${place} --json`)).stdout)
    expect(gap).toMatchObject({ minutes: 1, tries: 1 })
    expect(gap.evidence).toMatch(/feed:two had nothing/)
    expect(JSON.parse((await fill('feed:two')).stdout).tries).toBe(0)
  })

  test('one source under its name and its kind does not agree with itself', async () => {
    await importLines(
      lines.filter((_, minute) => !missing.includes(minute)),
      'two',
    )
    expect((await run('sources add second feed:two --store s.tapedeck')).exit).toBe(0)
    const { asked } = JSON.parse((await fill('second')).stdout)
    expect(asked).toBe(missing.length)
    // It begins with minute 20, and so has not answered for those before.
    expect(JSON.parse((await fill('feed:two')).stdout).asked).toBe(20)
    const rows: { certainty: string }[] = JSON.parse((await run(`gaps ${place} --json`)).stdout)
    expect(rows.filter(({ certainty }) => certainty === 'corroborated')).toEqual([])
  })

  test('bars that the store has otherwise stay, and are told of', async () => {
    await importLines(
      lines.map((line) => line.replace(/,(\d+)$/, ',1$1')),
      'two',
    )
    const { exit, stderr } = await fill('feed:two')
    expect(exit).toBe(0)
    expect(stderr).toMatch(/^\d+ bars that the store has came with other values; the stored ones stayed\n$/)
  })
})

test('a terminal shows how far it is', async () => {
  await importLines(lines, 'two')
  const { stdout, stderr } = await run(`fill ${place} --from-source feed:two`, { terminal: true })
  expect(stderr).toMatch(/█.* feed:two 1\d:\d\d:00Z/)
  expect(stdout).toMatch(
    new RegExp(`asked for ${missing.length} missing minutes in \\d+ requests; ${missing.length} filled`),
  )
})

describe('a source that cannot help', () => {
  test('fails the work with what is wrong, on one line, with the counts before it', async () => {
    const { exit, stdout, stderr } = await fill('feed:none')
    expect(exit).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ asked: missing.length, filled: 0, failed: missing.length })
    expect(stderr).toMatch(/^TD 2024-07-08: no answer for \d+ missing minutes: .* has no feed none: .*\n$/)
    expect(JSON.parse((await run(`gaps ${place} --json`)).stdout)[0]).toMatchObject({
      minutes: 20,
      class: 'unknown',
      certainty: 'none',
      tries: 1,
    })
  })

  test('G3: is left alone after so many tries, which is said', async () => {
    for (let tries = 0; tries < 2; tries++) await fill('feed:none', ' --tries 2')
    const { exit, stdout, stderr } = await fill('feed:none', ' --tries 2')
    expect({ exit, tries: JSON.parse(stdout).tries }).toEqual({ exit: 0, tries: 0 })
    expect(stderr).toBe(
      `${missing.length} minutes are left alone after 2 tries of feed:none; --tries allows more\n`,
    )
  })

  test('is asked as often as the settings say', async () => {
    const home = mkdtempSync(join(folder, 'home-'))
    mkdirSync(join(home, '.config/tapedeck'), { recursive: true })
    const content = { version: 1, settings: { dataUpkeepMaxRetries: 1 } }
    writeFileSync(join(home, '.config/tapedeck/settings.json'), JSON.stringify(content))
    const tries = async () =>
      JSON.parse((await run(`fill ${place} --from-source feed:none --json`, { home })).stdout).tries
    expect([(await tries()) > 0, await tries()]).toEqual([true, 0])
  })

  test('and does not answer is cancelled at once', async () => {
    const cancel = new AbortController()
    const server = createServer(() => cancel.abort())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => server.closeAllConnections())
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    expect(
      (await run(`sources add web massive --url http://127.0.0.1:${port} --store s.tapedeck`)).exit,
    ).toBe(0)
    const variables = {
      MASSIVE_API_KEY: 'secret',
      TAPEDECK_KEY_SERVERS: `massive=http://127.0.0.1:${port}`,
    }
    const { exit, stdout, stderr } = await run(`fill ${place} --from-source web --json`, {
      signal: cancel.signal,
      variables,
    })
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
    expect(stderr).toMatch(/cancelled/)
    expect(JSON.parse((await run(`gaps ${place} --json`)).stdout)[0]).toMatchObject({ tries: 0 })
  })
})

test.each([
  [`fill ${place}`, 2, /--from-source or --synthetic is missing/],
  [`fill ${place} --interval 1w`, 2, /--interval 1w is longer than a day/],
  [`fill ${place} --interval 5m --synthetic`, 2, /synthetic bars are minutes/],
  [`fill ${place} --take-synthetic-back --synthetic`, 2, /--take-synthetic-back stands alone/],
  ['fill --store s.tapedeck --symbol TD --from-source web', 2, /--session is missing/],
  [`fill ${place} --from-source web`, 1, /has no source web/],
  [`fill ${place} --from-source ,`, 2, /--from-source has an empty name/],
  [`fill ${place} --from-source what:ever`, 2, /"what:ever" is no kind of source/],
  [
    `fill ${place} --from-source feed:one`,
    2,
    /feed:one is the feed that session 2024-07-08 of TD was imported from/,
  ],
  [`fill ${place} --from-source feed:two --tries 0`, 2, /--tries is a whole number/],
  ['fill --store s.tapedeck --symbol NONE --session 2024-07-08 --from-source feed:two', 1, /no such symbol/],
  [`fill --store no.tapedeck --symbol TD --session 2024-07-08 --from-source feed:two`, 1, /no\.tapedeck/],
])('%s ends with %i', async (line, exit, message) => {
  const result = await run(line)
  expect({ exit: result.exit, stdout: result.stdout }).toEqual({ exit, stdout: '' })
  expect(result.stderr).toMatch(message)
})

describe('synthetic bars', () => {
  const bars = async (more = '') =>
    (await run(`bars ${place} ${more}--interval 1m`)).stdout.trimEnd().split('\n').slice(1)
  const quality = async () =>
    JSON.parse((await run('quality --store s.tapedeck --session 2024-07-08 --json')).stdout)
  const gaps = async () => JSON.parse((await run(`gaps ${place} --json`)).stdout)

  test('fill what no source has, are told as such, count as nothing and are taken back', async () => {
    const [before, graded, listed] = [await bars(), await quality(), await gaps()]
    const derived = await run(`bars ${place} --interval 5m`)
    const { exit, stdout, stderr } = await run(`fill ${place} --synthetic --json`)
    // Twenty minutes lack at the open, and the store has no session before.
    const put = missing.length - 20
    expect({ exit, told: JSON.parse(stdout) }).toEqual({
      exit: 0,
      told: { asked: 0, filled: 0, noTrade: 0, failed: 0, tries: 0, synthetic: put },
    })
    expect(stderr).toMatch(/^20 minutes before the first bar of the session have no synthetic bar/)
    const after = await bars()
    expect(after.filter((line) => !line.endsWith(',synthetic'))).toEqual(before)
    expect(after.filter((line) => line.endsWith(',synthetic'))).toHaveLength(put)
    for (const [index, line] of after.entries()) {
      if (!line.endsWith(',synthetic')) continue
      const close = after[index - 1]?.split(',')[4]
      expect(line.split(',').slice(1)).toEqual([close, close, close, close, '0', 'synthetic'])
    }
    expect(await quality()).toEqual(graded)
    expect((await run(`bars ${place} --interval 5m`)).stdout).toBe(derived.stdout)
    const noted = await gaps()
    expect(noted.map(({ evidence: _, ...gap }: { evidence: string }) => gap)).toEqual(
      listed.map(({ evidence: _, ...gap }: { evidence: string }) => gap),
    )
    expect(noted.at(-1).evidence).toMatch(/synthetic bars stand there, which the command line asked for on/)
    expect(await bars('--view as-traded ')).toEqual(before)

    expect((await run(`fill ${place} --take-synthetic-back`)).stdout).toBe(
      `TD 2024-07-08: synthetic bars of ${put} minutes taken back\n`,
    )
    expect(await bars()).toEqual(before)
    expect(await gaps()).toEqual(listed)
  })

  test('come after the sources, and give way to the bars that come later', async () => {
    await importLines(lines.slice(0, 200), 'two')
    const late = missing.filter((minute) => minute >= 200)
    const { stdout } = await fill('feed:two', ' --synthetic')
    expect(JSON.parse(stdout)).toMatchObject({ filled: missing.length - late.length, synthetic: late.length })
    await importLines(lines, 'three')
    expect(JSON.parse((await fill('feed:three')).stdout)).toMatchObject({ filled: late.length, failed: 0 })
    expect((await bars()).some((line) => line.endsWith(',synthetic'))).toBe(false)
    expect((await quality())[0]).toMatchObject({ missing: 0, coverage: 100 })
  })
})

describe('bars of five minutes', () => {
  const bars = async () => (await run(`bars ${place} --interval 5m`)).stdout.trimEnd().split('\n').slice(1)

  /** Every other window that has a minute, as a file of five minutes; answers how many. */
  async function importFives(): Promise<number> {
    const fives = (await bars()).map((line) => line.replace(/,[a-z]+$/, '')).filter((_, i) => i % 2 === 0)
    writeFileSync(join(folder, 'fives.csv'), `${[header, ...fives].join('\n')}\n`)
    const options = '--store s.tapedeck --symbol TD --exchange XNYS --feed one --interval 5m'
    expect((await run(`import fives.csv ${options}`)).exit).toBe(0)
    return fives.length
  }

  test('that are missing are built of minutes of the store, then of those of a source', async () => {
    const asked = 78 - (await importFives())
    await importLines(lines, 'whole')
    const listed = JSON.parse((await run(`gaps ${place} --interval 5m --json`)).stdout)
    expect(listed.reduce((sum: number, { bars }: { bars: number }) => sum + bars, 0)).toBe(asked)
    const { exit, stdout } = await run(`fill ${place} --interval 5m --json`)
    expect(exit).toBe(0)
    const told = JSON.parse(stdout)
    expect(Object.keys(told)).toEqual(['asked', 'filled', 'noTrade', 'failed', 'tries'])
    expect(told).toMatchObject({ asked, noTrade: 0, tries: 0, failed: asked - told.filled })
    expect(told.filled).toBeGreaterThan(0)
    const left = told.failed
    const tries = async () =>
      JSON.parse((await run(`gaps ${place} --interval 5m --json`)).stdout).map(
        (gap: { tries: number }) => gap.tries,
      )
    // Nobody was asked: the store's own minutes were looked at.
    expect(new Set(await tries())).toEqual(new Set([0]))
    expect((await run(`fill ${place} --interval 5m --from-source feed:whole`)).stdout).toBe(
      `TD 2024-07-08: ${left} missing 5m bars; ${left} filled (${left} built from 1m bars of feed:whole), ` +
        '0 without a trade, 0 still missing\n',
    )
    const after = await bars()
    expect(after).toHaveLength(78)
    expect(after.filter((line) => line.endsWith(',filled'))).toHaveLength(asked)
    expect((await run(`gaps ${place} --interval 5m`)).stdout).toBe('No 5m bar is missing.\n')
    const [row] = JSON.parse((await run('quality --store s.tapedeck --session 2024-07-08 --json')).stdout)
    expect(row).toMatchObject({ missing: missing.length, filled: 0 })
  })

  test('that the store does not hold are made of minutes anyway', async () => {
    const { exit, stderr } = await run(`fill ${place} --interval 5m`)
    expect(exit).toBe(2)
    expect(stderr).toMatch(/TD has no stored 5m bars .*: they are made of its minutes, so look at those/)
  })
})

test('a day that is no session is nothing to fill', async () => {
  const { exit, stdout, stderr } = await run(
    'fill --store s.tapedeck --symbol TD --session 2024-07-04 --from-source feed:two --json',
  )
  expect({ exit, counts: JSON.parse(stdout) }).toEqual({
    exit: 0,
    counts: { asked: 0, filled: 0, noTrade: 0, failed: 0, tries: 0 },
  })
  expect(stderr).toMatch(/2024-07-04 is no session of XNYS/)
})

describe.skipIf(!answers)('on real bars', () => {
  const lean = join(answers ?? '', 'data/lean')
  beforeAll(async () => {
    expect((await capture(['import', lean, '--store', 'real.tapedeck'], { folder })).exit).toBe(0)
  })

  test.each([
    ['AIG', '2013-10-07', '2013-10-07T17:47:00Z'],
    ['IBM', '2013-10-04', '2013-10-04T16:39:00Z'],
    ['IBM', '2013-10-11', '2013-10-11T16:46:00Z'],
  ])(
    '%s %s keeps its one gap, which its own files do not fill, with class and reason',
    async (symbol, session, start) => {
      const line = `--store real.tapedeck --symbol ${symbol} --session ${session} --json`
      const { exit, stdout } = await capture([...`fill ${line} --from-source`.split(' '), `lean:${lean}`], {
        folder,
      })
      expect({ exit, counts: JSON.parse(stdout) }).toEqual({
        exit: 0,
        counts: { asked: 1, filled: 0, noTrade: 0, failed: 1, tries: 1 },
      })
      const gaps = JSON.parse((await run(`gaps ${line}`)).stdout)
      expect(gaps).toMatchObject([{ start, minutes: 1, class: 'feed-gap', certainty: 'probable', tries: 1 }])
      expect(gaps[0].evidence).toMatch(/had nothing; .*volume beside it is/)
    },
  )
})
