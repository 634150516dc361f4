import { describe, expect, test } from 'vitest'
import { importText } from './testing/kept-batches.ts'

const days = ['2024-03-11', '2024-03-12']

/** One row a minute from `from` to before `to` minutes after midnight of each day. */
function table(from: number, to: number, suffix = '', dates = days): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const rows = dates.flatMap((date) =>
    Array.from({ length: to - from }, (_, index) => {
      const minute = from + index
      return `${date} ${two(Math.floor(minute / 60))}:${two(minute % 60)}:00${suffix},1,1,1,1,1`
    }),
  )
  return `time,open,high,low,close,volume\n${rows.join('\n')}`
}

const open = 9 * 60 + 30
const close = 16 * 60

async function warnings(
  text: string,
  options: Parameters<typeof importText>[1] = {},
): Promise<readonly string[]> {
  const { report } = await importText(text, options)
  expect(report.rejectedRows).toBe(0)
  return report.warnings.map((warning) => warning.slice(warning.indexOf(': ') + 2))
}

describe('times in the wrong zone are noticed', () => {
  test('local times labelled UTC', async () => {
    const [warning] = await warnings(table(open, close, '+00:00'))
    expect(warning).toContain('as if local times were labelled UTC')
    expect(warning).toContain('name their own offset')
    expect(warning).toContain('--zone America/New_York')
  })

  test('local times read as UTC because of --zone', async () => {
    const [warning] = await warnings(table(open, close), { zone: 'UTC' })
    expect(warning).toContain('it was read as UTC')
    expect(warning).toContain('import it again with --zone America/New_York')
  })

  test('UTC taken for local times, in summer and winter time', async () => {
    for (const [hour, dates] of [
      [4, days],
      [5, ['2024-01-10', '2024-01-11']],
    ] as const) {
      const [warning] = await warnings(table(open + hour * 60, close + hour * 60, '', [...dates]))
      expect(warning).toContain('--zone UTC')
    }
  })

  test('the times of another zone', async () => {
    const [warning] = await warnings(table(open - 60, close - 60))
    expect(warning).toContain('+1 h')
    expect(warning).toContain('--zone')
  })

  test('extended hours as well, and a morning alone', async () => {
    expect(await warnings(table(4 * 60, 20 * 60), { zone: 'UTC' })).toHaveLength(1)
    expect(await warnings(table(open, open + 60), { zone: 'UTC' })).toHaveLength(1)
  })
})

describe('sound files have no warning', () => {
  test.each([
    ['regular hours', open, close],
    ['extended hours', 4 * 60, 20 * 60],
    ['a morning', open, open + 60],
    ['an afternoon', close - 60, close],
    ['the hours before the open', 4 * 60, open],
    ['the hours after the close', close, 20 * 60],
  ])('%s', async (_, from, to) => {
    expect(await warnings(table(from, to))).toEqual([])
  })

  test('an exchange that never closes', async () => {
    expect(await warnings(table(0, 1440), { exchange: '24/7' })).toEqual([])
  })
})

describe('stamps at the end of bars', () => {
  test('are noticed when they run from one minute after the open to the close', async () => {
    const { kept, report } = await importText(table(open + 1, close + 1))
    expect(report.warnings).toEqual([expect.stringContaining('--stamp start')])
    expect(kept.starts[0]).toBe('2024-03-11T13:30:00Z')
    expect(kept.starts.at(-1)).toBe('2024-03-12T19:59:00Z')
  })

  test('are not guessed against --stamp or when there is a bar at the open', async () => {
    const given = await importText(table(open + 1, close + 1), { stamp: 'start' })
    expect(given.kept.starts[0]).toBe('2024-03-11T13:31:00Z')
    const both = await importText(table(open, close + 1))
    expect(both.kept.starts).toHaveLength(2 * 391)
    expect(both.report.warnings).toEqual([])
  })
})
