import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { runOf, utc } from '../../engine/prefetch/testing/plans.ts'
import { openStore } from '../../engine/store/open.ts'
import { capture } from '../testing/captured-io.ts'

let folder: string
/** A Friday afternoon; clocks are put forward in the night to Sunday. */
const time = { now: () => utc('2024-03-08T20:00:00Z') }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-prefetch-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 's.tapedeck')
  openStore(path, { access: 'write', create: true, owner: 'a test', time }).close()
})

function prefetch(...words: string[]) {
  return capture(['prefetch', ...words, '--store', 's.tapedeck'], { folder, time })
}

async function plans(): Promise<Record<string, unknown>[]> {
  return JSON.parse((await prefetch('plans', '--json')).stdout)
}

describe('prefetch plans', () => {
  test('are added, listed, changed, renamed and removed', async () => {
    expect(await prefetch('plans', 'add', 'night', '--exchange', 'xnys', '--symbols', 'spy,AIG')).toEqual({
      exit: 0,
      stdout: '',
      stderr: '',
    })
    const night = {
      name: 'night',
      symbols: { kind: 'list', symbols: ['SPY', 'AIG'] },
      exchange: 'XNYS',
      intervals: ['1m'],
      trailing: 5,
      sources: [],
      when: { kind: 'before-open', minutes: 60 },
      missed: 'run',
      budget: {},
      enabled: true,
    }
    expect(await plans()).toEqual([night])
    await prefetch(
      'plans',
      'change',
      'night',
      '--rename',
      'dawn',
      '--cron',
      '0 6 * * 1-5',
      '--minutes',
      '30',
      '--off',
    )
    await prefetch('plans', 'change', 'dawn', '--requests', '100', '--used', '20', '--missed', 'skip')
    const dawn = {
      ...night,
      name: 'dawn',
      symbols: { kind: 'used', most: 20 },
      when: { kind: 'cron', line: '0 6 * * 1-5' },
      missed: 'skip',
      budget: { minutes: 30, requests: 100 },
      enabled: false,
    }
    expect(await plans()).toEqual([dawn])
    expect((await prefetch('plans')).stdout).toBe(
      'name  exchange  symbols                   trailing  runs          last\n' +
        'dawn  XNYS      the 20 symbols used most         5  by hand only  has not run\n',
    )
    expect((await prefetch('plans', 'remove', 'dawn')).exit).toBe(0)
    expect(await plans()).toEqual([])
    expect((await prefetch('plans')).stderr).toMatch(/has no plans; add one/)
  })

  test('tell how their last run went', async () => {
    const banks = ['plans', 'add', 'night', '--exchange', 'XNYS', '--watchlist', 'Banks']
    expect((await prefetch(...banks)).stderr).toMatch(/has no watchlist "Banks"; it has none/)
    const writer = openStore(join(folder, 's.tapedeck'), { access: 'write', owner: 'a test', time })
    writer.saveWatchlist({ name: 'Banks', symbols: ['AIG'] })
    writer.close()
    expect((await prefetch(...banks)).exit).toBe(0)
    const again = openStore(join(folder, 's.tapedeck'), { access: 'write', owner: 'a test', time })
    again.prefetch.skipRuns([{ ...runOf({ plan: 'night' }), reason: 'asleep' }])
    again.close()
    expect(await plans()).toMatchObject([
      { name: 'night', last: { outcome: 'skipped', reason: 'asleep', due: '2024-07-05T12:30:00Z' } },
    ])
    expect((await prefetch('plans')).stdout).toContain('skipped for 2024-07-05')
  })

  test.each([
    [['plans', 'add', 'a', '--symbols', 'SPY'], 2, /--exchange is missing/],
    [['plans', 'add', 'a', '--exchange', 'XNYS'], 2, /--symbols, --watchlist or --used is missing/],
    [['plans', 'add', 'a', '--exchange', 'XXXX', '--used', '5'], 2, /No calendar for exchange "XXXX"/],
    [['plans', 'add', 'a', '--exchange', 'XNYS', '--used', '5', '--symbols', 'SPY'], 2, /exclude each other/],
    [
      ['plans', 'add', 'a', '--exchange', 'XNYS', '--used', '5', '--at', '7:00'],
      2,
      /--at is HH:MM, not "7:00"/,
    ],
    [['plans', 'add', 'a', '--exchange', 'XNYS', '--used', '5', '--cron', '0 25 * * *'], 2, /The hour "25"/],
    [['plans', 'add', 'a', '--exchange', 'XNYS', '--used', '5', '--sources', 'web'], 1, /has no source web/],
    [['plans', 'change', 'a'], 2, /There is no plan "a" in .*; it has none/],
    [['plans', 'remove', 'a'], 2, /There is no plan "a"/],
    [['plans', 'remove', 'a', '--off'], 2, /--off belongs to plans add/],
    [['plans', 'drop', 'a'], 2, /"drop" is none of add, change, remove/],
    [['next', 'a'], 2, /"a" is not expected/],
    [['next', '--zone', 'Mars'], 2, /--zone is a time zone/],
    [['later'], 2, /"later" is none of plans, run, next/],
  ])('%j is refused in one line', async (words, exit, message) => {
    const said = await prefetch(...words)
    expect({ exit: said.exit, stdout: said.stdout }).toEqual({ exit, stdout: '' })
    expect(said.stderr).toMatch(message)
    expect(said.stderr).toMatch(/^[^\n]+\n$/)
  })
})

describe('prefetch next', () => {
  test('tells the next runs in the time of the exchange and in local time, across the change of clocks', async () => {
    await prefetch('plans', 'add', 'night', '--exchange', 'XNYS', '--symbols', 'SPY')
    const { stdout } = await prefetch('next', '--json', '--count', '2', '--zone', 'Europe/Berlin')
    expect(JSON.parse(stdout)).toEqual([
      {
        plan: 'night',
        exchange: 'XNYS',
        zone: 'America/New_York',
        localZone: 'Europe/Berlin',
        runs: [
          {
            due: '2024-03-11T12:30:00Z',
            exchangeTime: '2024-03-11 08:30 -04:00',
            localTime: '2024-03-11 13:30 +01:00',
            session: '2024-03-11',
            open: '2024-03-11T13:30:00Z',
          },
          expect.objectContaining({ session: '2024-03-12' }),
        ],
      },
    ])
    expect((await prefetch('next', '--count', '1', '--zone', 'Asia/Tokyo')).stdout).toBe(
      'plan   time of the exchange               local time                   session\n' +
        'night  2024-03-11 08:30 America/New_York  2024-03-11 21:30 Asia/Tokyo  2024-03-11\n',
    )
  })

  test('says why a plan does not run', async () => {
    await prefetch('plans', 'add', 'night', '--exchange', 'XNYS', '--symbols', 'SPY', '--off')
    expect(await prefetch('next')).toEqual({
      exit: 0,
      stdout: '',
      stderr: 'night: It is off: it runs by hand only.\n',
    })
    const late = { folder, time: { now: () => utc('2028-12-30T12:00:00Z') } }
    await prefetch('plans', 'change', 'night', '--on')
    const { stdout } = await capture(['prefetch', 'next', '--json', '--store', 's.tapedeck'], late)
    expect(JSON.parse(stdout)).toMatchObject([{ runs: [], problem: expect.stringContaining('2028-12-31') }])
  })
})
