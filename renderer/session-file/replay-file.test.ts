import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Interval } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { formatSessionFile, parseSessionFile, type SessionFile } from '#shared/session-file/session-file.ts'
import { fileOfReplay, replayOfFile, type ShownReplay } from './replay-file.ts'
import { keysWithoutEffect } from './without-effect.ts'

const intervals = ['1m', '5m', '15m', '1h', '1d'] as Interval[]
const dates = ['2024-11-25', '2024-11-26', '2024-11-27', '2024-11-29'] as SessionDate[]

const replays: fc.Arbitrary<ShownReplay> = fc.record({
  session: fc.constantFrom(...dates.slice(0, 2)),
  until: fc.option(fc.constantFrom(...dates.slice(2)), { nil: undefined }),
  exchange: fc.constantFrom('XNYS', 'XNAS', '24/7'),
  symbols: fc.uniqueArray(fc.constantFrom('SPY', 'IBM', 'BRK.B'), { minLength: 1 }),
  hours: fc.constantFrom('regular', 'all'),
  adjustment: fc.constantFrom('raw', 'split', 'split-and-dividend'),
  view: fc.constantFrom('as-traded', 'as-repaired'),
  interval: fc.constantFrom(...intervals),
  indicators: fc.subarray([{ name: 'sma' as const, params: { period: 9 } }, { name: 'rsi' as const }]),
  speed: fc.oneof(fc.constant('max' as const), fc.integer({ min: 1, max: 3600 })),
})

const before: fc.Arbitrary<SessionFile | undefined> = fc.option(
  fc
    .tuple(
      fc.constantFrom<Pick<SessionFile, 'session' | 'from' | 'to'>>(
        { session: '2024-11-25' as SessionDate },
        { from: '2024-11-25' as SessionDate, to: '2024-11-27' as SessionDate },
      ),
      fc.record(
        {
          intervals: fc.uniqueArray(fc.constantFrom(...intervals, '1w' as Interval)),
          trailing: fc.oneof(
            fc.nat(20),
            fc.constant([{ sessions: 20, interval: '1d' as Interval, symbols: ['SPY'] }]),
          ),
          indicators: fc.subarray([
            { name: 'ema' as const, interval: '5m' as Interval },
            { name: 'sma' as const, interval: '5m' as Interval, symbols: ['SPY'] },
            { name: 'sma' as const, interval: '15m' as Interval, forming: true },
          ]),
          strategy: fc.constant({ file: 'a.ts' }),
          costs: fc.constant({ cash: 1000 }),
          adjustment: fc.constantFrom('raw' as const, 'split' as const),
          view: fc.constantFrom('as-traded' as const, 'as-repaired' as const),
        },
        { requiredKeys: [] },
      ),
    )
    .map(([when, rest]) => ({ ...when, symbols: ['OLD'], ...rest })),
  { nil: undefined },
)

/** Keys that no control of the window changes. */
const kept = ['trailing', 'strategy', 'costs'] as const

const windows = fc.array(fc.record({ sessions: fc.nat(20), interval: fc.constantFrom(...intervals) }))

describe('a replay as a session file', () => {
  test('reads back equal and opens the same replay again (L4)', () => {
    fc.assert(
      fc.property(replays, before, windows, (shown, startedWith, trailing) => {
        const file = fileOfReplay(shown, startedWith, trailing)
        const read = parseSessionFile(formatSessionFile(file), 'run.json')
        expect(read).toEqual(file)
        for (const key of kept)
          expect(read[key]).toEqual(
            startedWith ? startedWith[key] : key === 'trailing' ? trailing : undefined,
          )
        const other = { interval: '1h' as Interval, speed: 7 }
        expect(replayOfFile(read, shown, other, intervals)).toEqual(shown)
        expect(fileOfReplay(shown, read, [])).toEqual(read)
      }),
      { seed: 20241129 },
    )
  })

  const shown: ShownReplay = {
    session: '2024-11-26' as SessionDate,
    until: '2024-11-29' as SessionDate,
    exchange: 'XNYS',
    symbols: ['SPY'],
    hours: 'all',
    adjustment: 'raw',
    view: 'as-traded',
    interval: '5m' as Interval,
    indicators: [{ name: 'rsi', params: { period: 14 } }],
    speed: 60,
  }

  test('keeps what no control of the window changes', () => {
    const startedWith = parseSessionFile(
      JSON.stringify({
        from: '2024-11-25',
        to: '2024-11-29',
        symbols: ['IBM'],
        intervals: ['15m', '5m', '1w'],
        indicators: [
          { name: 'ema', interval: '5m' },
          { name: 'sma', interval: '1d' },
        ],
        strategy: { file: 'a.ts' },
      }),
      'run.json',
    )
    expect(fileOfReplay(shown, startedWith, [])).toEqual({
      from: '2024-11-26',
      to: '2024-11-29',
      symbols: ['SPY'],
      exchange: 'XNYS',
      hours: 'all',
      adjustment: 'raw',
      view: 'as-traded',
      intervals: ['5m', '15m', '1w'],
      indicators: [
        { name: 'rsi', interval: '5m', params: { period: 14 } },
        { name: 'sma', interval: '1d' },
      ],
      strategy: { file: 'a.ts' },
      speed: 60,
    })
    expect(fileOfReplay({ ...shown, until: undefined }, startedWith, [])).toMatchObject({
      session: '2024-11-26',
    })
    const trailing = [{ sessions: 3, interval: '5m' as Interval }]
    expect(fileOfReplay(shown, undefined, trailing)).toMatchObject({ from: '2024-11-26', trailing })
  })

  test('a file that says little leaves the chart and the speed as they are', () => {
    const file = parseSessionFile('{"session":"2024-11-26","symbols":["SPY"]}', 'run.json')
    expect(replayOfFile(file, shown, shown, intervals)).toEqual({
      ...shown,
      hours: 'regular',
      adjustment: 'split',
      view: 'as-repaired',
      indicators: [],
    })
  })
})

test('keys without effect are named with their reason (L4)', () => {
  const keysOf = (more: object) =>
    keysWithoutEffect(
      parseSessionFile(JSON.stringify({ session: '2024-11-26', symbols: ['SPY'], ...more }), 'run.json'),
      intervals,
      '5m' as Interval,
    ).map(({ key }) => key)
  expect(keysOf({ trailing: 3, intervals: ['5m'], speed: 60, hours: 'all', adjustment: 'raw' })).toEqual([])
  expect(keysOf({ indicators: [{ name: 'sma', interval: '5m' }] })).toEqual([])
  expect(
    keysOf({
      session: undefined,
      ...{ from: '2024-11-25', to: '2024-11-29' },
      strategy: { file: 'a.ts' },
      costs: {},
      indicators: [{ name: 'sma', interval: '1h' }],
      intervals: ['7m'],
    }),
  ).toEqual(['strategy', 'costs', 'indicators', 'intervals'])
})
