import { expect, test } from 'vitest'
import { ManualTicker } from '../engine/time/manual-ticker.ts'
import { WallTime } from '../engine/time/wall-time.ts'
import { duration, progressLine, progressOf } from './progress.ts'

const format = {
  share: ({ done }: { done: number }) => done / 120,
  rate: ({ done }: { done: number }, seconds: number) => `${done / seconds} files/s`,
  label: () => 'spy.csv',
}

test('a line says how much is done, how fast and how long it still takes', () => {
  expect(progressLine(format, { done: 30 }, 10)).toBe(
    `${'█'.repeat(6)}${'░'.repeat(18)}  25 %  3 files/s  30 s left  spy.csv`,
  )
  expect(progressLine(format, { done: 0 }, 0)).toBe(`${'░'.repeat(24)}  0 %  spy.csv`)
})

test.each([
  [0.2, '1 s'],
  [59, '59 s'],
  [185, '3 min 05 s'],
  [7800, '2 h 10 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

function drawn(isTerminal: boolean) {
  const lines: string[] = []
  const ticker = new ManualTicker()
  const output = { isTerminal, columns: 40, write: async (text: string) => void lines.push(text) }
  const io = {
    stdout: output,
    stderr: output,
    folder: '',
    entry: new URL(import.meta.url),
    signal: new AbortController().signal,
    place: { platform: 'linux' as const, home: '/home/ann', variables: {} },
    time: new WallTime(),
    random: () => 0.5,
  }
  return { lines, ticker, progress: progressOf({ ...io, ticker }, format) }
}

test('on a terminal the line is drawn over, ten times a second at most, never wider than it, and taken away', () => {
  const { lines, ticker, progress } = drawn(true)
  for (let done = 0; done < 120; done++) {
    ticker.pass(10)
    progress.show({ done })
  }
  expect(lines).toHaveLength(12)
  for (const line of lines) expect(line.replace('\r\u001b[2K', '').length).toBeLessThan(40)
  progress.clear()
  expect(lines.at(-1)).toBe('\r\u001b[2K')
})

test('nothing is drawn where no terminal is', () => {
  const { lines, progress } = drawn(false)
  progress.show({ done: 1 })
  progress.clear()
  expect(lines).toEqual([])
})
