import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import { madeSession } from '../engine/replay/testing/made-session.ts'
import { ManualTicker } from '../engine/time/manual-ticker.ts'
import { WallTime } from '../engine/time/wall-time.ts'
import { replayAtSpeed } from './replay-at-speed.ts'

const session = madeSession([{ minutes: [0, 1, 2, 30, 59], trailing: [] }])
const sessionSeconds = (session.end - session.start) / 1000

/** Starts a replay whose time passes only as the test says, and tells how it stands. */
function start(speed: ReplaySpeed) {
  const ticker = new ManualTicker()
  const cancel = new AbortController()
  const lines: string[] = []
  const output = { isTerminal: true, columns: 100, write: async (text: string) => void lines.push(text) }
  const io = {
    stdout: output,
    stderr: output,
    folder: '',
    entry: new URL(import.meta.url),
    signal: cancel.signal,
    place: { platform: 'linux' as const, home: '/home/ann', variables: {} },
    time: new WallTime(),
    random: () => 0.5,
    ticker,
  }
  const report = replayAtSpeed(session, speed, io)
  return { ticker, cancel, lines, report }
}

test.each([1, 60, 3600])('at %i times real time a session takes its length divided by it', async (speed) => {
  const { ticker, report } = start(speed)
  let ended = false
  void report.then(() => {
    ended = true
  })
  const step = sessionSeconds / speed / 600
  let passed = 0
  while (!ended) {
    ticker.pass(step * 1000)
    passed += step
    await nextTurn()
  }
  expect(passed).toBeGreaterThanOrEqual(sessionSeconds / speed)
  expect(passed).toBeLessThanOrEqual((sessionSeconds / speed) * 1.2)
  expect(await report).toMatchObject({ symbols: 1, bars: 5 })
})

test('at full speed no time needs to pass', async () => {
  expect(await start('max').report).toMatchObject({ bars: 5 })
})

test('a cancelled replay ends while it waits', async () => {
  const { cancel, report, lines } = start(1)
  await nextTurn()
  cancel.abort()
  await expect(report).rejects.toThrow(/cancelled/)
  expect(lines.at(-1)).toBe('\r\u001b[2K')
})
