import { describe, expect, test } from 'vitest'
import { calendarOf } from '../calendar/calendars.ts'
import type { SessionDate } from '../calendar/session-date.ts'
import { compare, type StoreContent } from './compare.ts'
import { type Need, neededFor, windowsFor } from './needs.ts'
import { NeedLines, presenceOf } from './readiness.ts'
import { parseSessionFile, type SessionFile } from './session-file.ts'

const calendar = calendarOf('XNYS')

function fileOf(content: object): SessionFile {
  return parseSessionFile(JSON.stringify(content), 'run.json')
}

/** A need as `SYMBOL interval first..last count: reasons`. */
function lineOf({ symbol, interval, sessions, reasons }: Need): string {
  return `${symbol} ${interval} ${sessions[0]}..${sessions.at(-1)} ${sessions.length}: ${reasons.map(({ text }) => text).join('; ')}`
}

describe('what a run needs', () => {
  test('is its sessions and five trailing ones of 1m, over a holiday and a weekend', () => {
    const file = fileOf({ session: '2024-07-09', symbols: ['A', 'B', 'A'] })
    const sessions = [
      '1m 2024-07-09..2024-07-09 1: the session of the run',
      '1m 2024-07-01..2024-07-08 5: 5 trailing sessions of 1m',
    ]
    expect(neededFor(file, calendar).map(lineOf)).toEqual(
      ['A', 'B'].flatMap((symbol) => sessions.map((line) => `${symbol} ${line}`)),
    )
  })

  test('are windows for some symbols, and the sessions that indicators warm up with', () => {
    const file = fileOf({
      from: '2024-07-08',
      to: '2024-07-12',
      symbols: ['A', 'B'],
      intervals: ['1m', '5m'],
      trailing: [
        { sessions: 2, interval: '1m' },
        { sessions: 4, interval: '1d', symbols: ['A'] },
      ],
      indicators: [
        { name: 'sma', interval: '1m', params: { period: 391 } },
        { name: 'ema', interval: '5m', params: { period: 80 } },
        { name: 'rsi', interval: '1d', symbols: ['A'], params: { period: 5 } },
        { name: 'vwap', interval: '15m' },
      ],
    })
    expect(neededFor(file, calendar).map(lineOf)).toEqual([
      'A 1m 2024-07-08..2024-07-12 5: the 5 sessions of the run; 5m are made of them',
      'A 1m 2024-07-03..2024-07-05 2: 2 trailing sessions of 1m; sma of 1m needs 391 bars for its first value',
      'A 1d 2024-06-28..2024-07-05 5: 4 trailing sessions of 1d; rsi of 1d needs 6 bars for its first value',
      // The half day before the holiday has 42 bars of 5m only, the day after it 78.
      'A 5m 2024-07-03..2024-07-05 2: ema of 5m needs 80 bars for its first value',
      'B 1m 2024-07-08..2024-07-12 5: the 5 sessions of the run; 5m are made of them',
      'B 1m 2024-07-03..2024-07-05 2: 2 trailing sessions of 1m; sma of 1m needs 391 bars for its first value',
      'B 5m 2024-07-03..2024-07-05 2: ema of 5m needs 80 bars for its first value',
    ])
    expect(windowsFor(file, calendar, '2024-07-08' as SessionDate)).toEqual([
      { sessions: 2, interval: '1m' },
      { sessions: 4, interval: '1d', symbols: ['A'] },
      { sessions: 1, interval: '1m' },
      { sessions: 2, interval: '5m' },
      { sessions: 5, interval: '1d', symbols: ['A'] },
      { sessions: 0, interval: '15m' },
    ])
  })

  test('ends where the calendar begins', () => {
    const file = fileOf({ session: calendar.nextSession(calendar.first).date, symbols: ['A'], trailing: 20 })
    expect(neededFor(file, calendar)[1]?.sessions.length).toBeLessThan(2)
    const warm = fileOf({
      session: calendar.nextSession(calendar.first).date,
      symbols: ['A'],
      trailing: 0,
      indicators: [{ name: 'sma', interval: '1d', params: { period: 500 } }],
    })
    expect(neededFor(warm, calendar).flatMap(({ sessions }) => sessions).length).toBeLessThan(4)
  })

  test('of a run with a strategy says so', () => {
    const file = fileOf({
      session: '2024-07-09',
      symbols: ['A'],
      trailing: 1,
      strategy: { file: 'averages.ts' },
    })
    expect(neededFor(file, calendar).map(({ reasons }) => reasons)).toEqual([
      [
        { purpose: 'session', text: 'the session of the run' },
        { purpose: 'strategy', text: 'the strategy averages.ts trades on them' },
      ],
      [{ purpose: 'trailing', text: '1 trailing session of 1m' }],
    ])
  })
})

describe('beside what a store has', () => {
  const store = (content: Readonly<Record<string, readonly string[]>>): StoreContent => ({
    symbol: (symbol) =>
      Object.keys(content).some((key) => key.startsWith(`${symbol} `)) ? { exchange: 'XNYS' } : undefined,
    sessions: (symbol, interval, from, to) =>
      (content[`${symbol} ${interval}`] ?? [])
        .filter((session) => session >= from && session <= to)
        .map((session) => ({ session: session as SessionDate })),
  })
  const needed = (more: object) =>
    neededFor(fileOf({ session: '2024-07-09', symbols: ['A'], ...more }), calendar)

  test('is told what is present and missing, by session', () => {
    const { needs, leftOut } = compare(
      needed({
        trailing: [
          { sessions: 3, interval: '1m' },
          { sessions: 4, interval: '1d' },
        ],
      }),
      calendar,
      store({ 'A 1m': ['2024-07-05', '2024-07-09'], 'A 1d': ['2024-07-02', '2024-07-03'] }),
    )
    expect(leftOut).toEqual([])
    expect(needs.map((need) => [lineOf(need), need.missing])).toEqual([
      ['A 1m 2024-07-09..2024-07-09 1: the session of the run', []],
      ['A 1m 2024-07-03..2024-07-08 3: 3 trailing sessions of 1m', ['2024-07-03', '2024-07-08']],
      ['A 1d 2024-07-02..2024-07-08 4: 4 trailing sessions of 1d', ['2024-07-08']],
    ])
  })

  test('symbols without a minute of the run are left out by name, with all they need', () => {
    const { needs, leftOut } = compare(
      neededFor(fileOf({ session: '2024-07-09', symbols: ['A', 'B', 'C'] }), calendar),
      calendar,
      store({ 'A 1m': ['2024-07-09'], 'B 1m': ['2024-07-08'] }),
    )
    expect(new Set(needs.map(({ symbol }) => symbol))).toEqual(new Set(['A']))
    expect(leftOut).toEqual([
      { symbol: 'B', reason: expect.stringMatching(/no 1m bars of it on 2024-07-09/) },
      { symbol: 'C', reason: expect.stringMatching(/has no bars of it/) },
    ])
  })

  test('a run of several sessions needs one of them, one on no session has none', () => {
    const week = fileOf({ from: '2024-07-08', to: '2024-07-12', symbols: ['A'], trailing: 0 })
    expect(compare(neededFor(week, calendar), calendar, store({ 'A 1m': ['2024-07-10'] }))).toMatchObject({
      needs: [{ missing: ['2024-07-08', '2024-07-09', '2024-07-11', '2024-07-12'] }],
      leftOut: [],
    })
    const later = compare(neededFor(week, calendar), calendar, store({ 'A 1m': ['2024-07-15'] }))
    expect(later.leftOut).toEqual([
      { symbol: 'A', reason: expect.stringContaining('2024-07-08 to 2024-07-12') },
    ])
    const holiday = fileOf({ session: '2024-07-04', symbols: ['A'], trailing: 0 })
    expect(
      compare(neededFor(holiday, calendar), calendar, store({ 'A 1m': ['2024-07-03'] })).leftOut,
    ).toEqual([{ symbol: 'A', reason: expect.stringContaining('no session') }])
  })

  test('symbols with the same needs and the same holes are one line', () => {
    const file = fileOf({ session: '2024-07-09', symbols: ['A', 'B', 'C'], trailing: 2 })
    const { needs } = compare(
      neededFor(file, calendar),
      calendar,
      store({
        'A 1m': ['2024-07-05', '2024-07-08', '2024-07-09'],
        'B 1m': ['2024-07-08', '2024-07-09'],
        'C 1m': ['2024-07-05', '2024-07-08', '2024-07-09'],
      }),
    )
    const collected = new NeedLines()
    collected.add(needs)
    const lines = collected.lines()
    expect(
      lines.map((line) => [line.symbols, line.from, line.to, line.sessions, line.missing, presenceOf(line)]),
    ).toEqual([
      [['A', 'B', 'C'], '2024-07-09', '2024-07-09', 1, 0, 'present'],
      [['A', 'C'], '2024-07-05', '2024-07-08', 2, 0, 'present'],
      [['B'], '2024-07-05', '2024-07-08', 2, 1, 'partly'],
    ])
    expect(lines[2]?.missingSessions).toEqual(['2024-07-05'])
  })
})
