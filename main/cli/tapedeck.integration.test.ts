import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const script = join(import.meta.dirname, '../../scripts/tapedeck.ts')
const folder = mkdtempSync(join(tmpdir(), 'tapedeck-cli-'))

interface Ended {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built program as its users do, from a folder of its own. */
function tapedeck(...argv: string[]): Promise<Ended> {
  return ended(start(argv))
}

function start(argv: readonly string[]) {
  return spawn(process.execPath, [script, ...argv], {
    env: { ...process.env, INIT_CWD: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function ended(child: ReturnType<typeof start>): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, stdout, stderr })))
}

beforeAll(async () => {
  const demo = await tapedeck('demo', '--store', 'demo.tapedeck', '--json')
  expect(demo.stderr).toBe('')
  expect(demo.exit).toBe(0)
  expect(JSON.parse(demo.stdout)).toMatchObject({ symbols: 24 })
})
afterAll(() => rmSync(folder, { recursive: true }))

test('paths are those of the folder it is called from', () => {
  expect(readdirSync(folder)).toContain('demo.tapedeck')
})

test('help and version are results, wrong usage is none', async () => {
  const help = await tapedeck('--help')
  expect(help).toMatchObject({ exit: 0, stderr: '' })
  expect(help.stdout).toContain('usage: tapedeck')
  expect((await tapedeck('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  const wrong = await tapedeck('bars', '--store', 'demo.tapedeck', '--intervall', '5m')
  expect(wrong).toMatchObject({ exit: 2, stdout: '' })
  expect(wrong.stderr).toBe('tapedeck bars: unknown option --intervall; did you mean --interval?\n')
})

test('a second demo does not touch the first', async () => {
  const before = readFileSync(join(folder, 'demo.tapedeck'))
  const again = await tapedeck('demo', '--store', 'demo.tapedeck')
  expect(again).toMatchObject({ exit: 1, stdout: '' })
  expect(again.stderr).toMatch(/demo\.tapedeck exists already/)
  expect(readFileSync(join(folder, 'demo.tapedeck')).equals(before)).toBe(true)
})

test('bars of an early close come as CSV, the same in a file', async () => {
  const query = [
    'bars',
    '--store',
    'demo.tapedeck',
    '--symbol',
    'norva',
    '--interval',
    '5m',
    '--session',
    '2024-11-29',
  ]
  const printed = await tapedeck(...query)
  expect(printed).toMatchObject({ exit: 0, stderr: '' })
  const lines = printed.stdout.split('\n')
  expect(lines).toHaveLength(44)
  expect(lines[0]).toBe('start,open,high,low,close,volume,state')
  expect(lines[1]).toMatch(/^2024-11-29T14:30:00Z(,\d+(\.\d+)?){5},synthetic$/)
  expect(lines[42]).toMatch(/^2024-11-29T17:55:00Z,/)
  const filed = await tapedeck(...query, '--out', 'bars.csv')
  expect(filed).toEqual({ exit: 0, stdout: '', stderr: '' })
  expect(readFileSync(join(folder, 'bars.csv'), 'utf8')).toBe(printed.stdout)
  expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([])
})

test('a reader that closes the pipe early ends the program in peace, and the store is closed', async () => {
  const child = start([
    'bars',
    '--store',
    'demo.tapedeck',
    '--symbol',
    'NORVA',
    '--interval',
    '1m',
    '--from',
    '2024-10-28',
    '--to',
    '2024-12-02',
  ])
  child.stdout.once('data', () => child.stdout.destroy())
  const { exit, stderr } = await ended(child)
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  expect(readdirSync(folder).filter((name) => /-(wal|shm)$/.test(name))).toEqual([])
})

describe('import', () => {
  const rows = 400_000

  beforeAll(() => {
    let text = 'time,open,high,low,close,volume\n'
    const first = Date.parse('2024-01-01T00:00:00Z')
    for (let i = 0; i < rows; i++)
      text += `${new Date(first + i * 60_000).toISOString()},1.5,2,1,1.25,${100 + (i % 7)}\n`
    mkdirSync(join(folder, 'parts'))
    for (let file = 1; file <= 8; file++) writeFileSync(join(folder, 'parts', `part${file}.csv`), text)
  })

  test('Ctrl+C ends it with one line, and leaves no half store', async () => {
    const child = start([
      'import',
      'parts',
      '--store',
      'cancelled.tapedeck',
      '--symbol',
      'ABC',
      '--exchange',
      '24/7',
    ])
    const watch = setInterval(() => {
      if (!existsSync(join(folder, 'cancelled.tapedeck'))) return
      clearInterval(watch)
      child.kill('SIGINT')
    }, 10)
    const { exit, stdout, stderr } = await ended(child)
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
    expect(stderr).toMatch(/^[^\n]*cancelled[^\n]*\n$/)
    if (existsSync(join(folder, 'cancelled.tapedeck')))
      expect(
        (
          await tapedeck(
            'bars',
            '--store',
            'cancelled.tapedeck',
            '--symbol',
            'ABC',
            '--interval',
            '1d',
            '--session',
            '2024-01-01',
          )
        ).exit,
      ).toBe(0)
  })
})
