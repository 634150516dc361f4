import { expect, test } from 'vitest'
import { reportReplay } from './report.ts'
import { madeSession } from './testing/made-session.ts'

test('a session replayed without a window counts its bars, derived bars and events', () => {
  const everyMinute = Array.from({ length: 60 }, (_, minute) => minute)
  const loaded = madeSession([
    { minutes: everyMinute, trailing: [] },
    { minutes: [0, 4, 5, 59], trailing: [] },
    { minutes: [], trailing: [] },
  ])
  let looks = 0
  const report = reportReplay(loaded, () => 500 * looks++)
  expect(report).toMatchObject({ session: '2024-01-10', symbols: 3, bars: 64, events: 66 })
  expect(report.derived).toBe(12 + 4 + (3 + 2))
  expect(report.seconds).toBeGreaterThan(0)
  expect(report.barsPerSecond).toBe(Math.round(64 / report.seconds))
})
