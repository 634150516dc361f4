import { expect, test } from 'vitest'
import { EngineOutput } from './engine-output.ts'
import { ManualClock } from './testing/manual-clock.ts'

function output(): { clock: ManualClock; shown: string[]; out: EngineOutput } {
  const clock = new ManualClock()
  const shown: string[] = []
  return { clock, shown, out: new EngineOutput(clock, (line) => shown.push(line)) }
}

test('lines are shown whole, however they arrive, and the streams are not mixed within a line', () => {
  const { shown, out } = output()
  out.take('stdout', 'open')
  out.take('stderr', 'war')
  out.take('stdout', 'ed\r\nsecond\nth')
  out.take('stderr', 'ning\n')
  expect(shown).toEqual(['opened', 'second', 'warning'])
})

test('the last lines are the last twenty of stderr, an unfinished one included', () => {
  const { out } = output()
  out.take('stdout', 'not this\n')
  for (let i = 1; i <= 30; i++) out.take('stderr', `line ${i}\n`)
  out.take('stderr', 'unfinished')
  const lines = out.lastLines.split('\n')
  expect(lines).toHaveLength(20)
  expect(lines[0]).toBe('line 12')
  expect(lines.at(-1)).toBe('unfinished')
})

test('an engine that prints without end is shown within bounds, and again a second later', async () => {
  const { clock, shown, out } = output()
  out.take('stdout', 'x\n'.repeat(100_000))
  expect(shown.length).toBe(200)
  expect(shown.at(-1)).toContain('more than can be shown')
  await clock.advance(1000)
  out.take('stdout', 'later\n')
  expect(shown.at(-1)).toBe('later')
})

test('a line without end takes no more room than a long line', () => {
  const { shown, out } = output()
  for (let i = 0; i < 100; i++) out.take('stderr', 'y'.repeat(10_000))
  expect(out.lastLines.length).toBeLessThanOrEqual(2000)
  out.take('stderr', '\n')
  expect(shown[0]?.length).toBe(2000)
})
