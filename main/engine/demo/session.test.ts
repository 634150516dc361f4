import { describe, expect, test } from 'vitest'
import { at, lowerBound } from '#shared/bars/columns.ts'
import { stateName } from '#shared/bars/state.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { feedOutage } from './holes.ts'
import { demoProfiles, numberedProfiles } from './profile.ts'
import { demoSession } from './session.ts'
import { handMadeSession } from './testing/sessions.ts'

const november = Array.from({ length: 30 }, (_, i) =>
  handMadeSession(`2024-11-${String(i + 1).padStart(2, '0')}`),
)
const normal = handMadeSession('2024-11-05')
const early = handMadeSession('2024-11-29', '14:30', 210)
const seed = 5

function named(symbol: string) {
  const profile = demoProfiles.find((candidate) => candidate.symbol === symbol)
  if (!profile) throw new Error(symbol)
  return profile
}

function regularStarts(symbol: string, session = normal): number[] {
  const { start } = demoSession(named(symbol), session, seed).columns
  return [...start.slice(lowerBound(start, session.open), lowerBound(start, session.close))]
}

function holes(starts: readonly number[], session = normal): number[] {
  const edges = [session.open - minuteMs, ...starts, session.close]
  return edges
    .slice(1)
    .map((start, i) => (start - (edges[i] ?? 0)) / minuteMs - 1)
    .filter((length) => length > 0)
}

test('the same arguments give the same bars, another seed, symbol or session others', () => {
  const one = demoSession(named('NORVA'), normal, seed)
  expect(demoSession(named('NORVA'), normal, seed)).toEqual(one)
  expect(demoSession(named('NORVA'), normal, seed + 1).columns.close).not.toEqual(one.columns.close)
  expect(demoSession({ ...named('NORVA'), symbol: 'OTHER' }, normal, seed).columns.close).not.toEqual(
    one.columns.close,
  )
})

describe.each([...demoProfiles, ...numberedProfiles(5)])('$symbol', (profile) => {
  test.each([normal, early])('bars of a market on $date', (session) => {
    const { columns } = demoSession(profile, session, seed)
    let previous = 0
    for (let i = 0; i < columns.start.length; i++) {
      const [start, open, high, low, close, volume] = [
        at(columns.start, i),
        at(columns.open, i),
        at(columns.high, i),
        at(columns.low, i),
        at(columns.close, i),
        at(columns.volume, i),
      ] as const
      expect(start > previous && start % minuteMs === 0).toBe(true)
      expect(high >= Math.max(open, close) && low <= Math.min(open, close) && low > 0).toBe(true)
      for (const price of [open, high, low, close]) expect(Number(price.toFixed(2))).toBe(price)
      expect(volume > 0 && volume % 100 === 0).toBe(true)
      expect(stateName(at(columns.state, i))).toBe('synthetic')
      previous = start
    }
    const outside = [...columns.start].filter((start) => start < session.open || start >= session.close)
    expect(outside.length).toBeGreaterThan(0)
  })
})

test('busy symbols have every minute, also of an early close', () => {
  for (const symbol of ['TDALL', 'NORVA', 'VEXLA', 'GRIVO']) {
    expect(regularStarts(symbol)).toHaveLength(390)
    expect(regularStarts(symbol, early)).toHaveLength(210)
  }
})

test('a quiet fund misses 15 to 20 % of its minutes in dozens of holes of one to five minutes', () => {
  for (const session of november) {
    const starts = regularStarts('TDSML', session)
    const lengths = holes(starts, session)
    const missing = lengths.reduce((sum, length) => sum + length, 0)
    expect(missing).toBe(390 - starts.length)
    expect(missing / 390).toBeGreaterThanOrEqual(0.15)
    expect(missing / 390).toBeLessThanOrEqual(0.2)
    expect(lengths.length).toBeGreaterThanOrEqual(24)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(5)
  }
})

test('a feed outage takes the same dozen minutes from every symbol of its line and from no other', () => {
  const hit = november.filter((session) => feedOutage(session, seed))
  expect(hit.length).toBeGreaterThan(0)
  expect(hit.length).toBeLessThan(15)
  for (const session of hit) {
    const outage = feedOutage(session, seed)
    for (const profile of demoProfiles.filter(({ quiet }) => quiet[1] === 0)) {
      const starts = regularStarts(profile.symbol, session)
      expect(holes(starts, session)).toEqual(profile.line === outage?.line ? [12] : [])
    }
  }
  expect(feedOutage(early, seed)).toBeUndefined()
})

test('volume is a U: most at the open and the close', () => {
  const third = (from: number, to: number): number =>
    november.reduce((sum, session) => {
      const { start, volume } = demoSession(named('TDALL'), session, seed).columns
      const first = lowerBound(start, session.open)
      return sum + volume.slice(first + from, first + to).reduce((one, other) => one + other)
    }, 0)
  const middle = third(180, 210)
  expect(third(0, 30)).toBeGreaterThan(2 * middle)
  expect(third(360, 390)).toBeGreaterThan(2 * middle)
})

test('symbols follow the market together', () => {
  const returns = (symbol: string): number[] => {
    const { start, close } = demoSession(named(symbol), normal, seed).columns
    const first = lowerBound(start, normal.open)
    return Array.from({ length: 389 }, (_, i) => at(close, first + i + 1) / at(close, first + i) - 1)
  }
  expect(correlation(returns('TDALL'), returns('TDTEC'))).toBeGreaterThan(0.5)
})

test('a session opens near the close before it, with a gap', () => {
  const gaps = november.map((session) => {
    const { columns } = demoSession(named('TDALL'), session, seed, { close: 400, unrest: 0 })
    return Math.abs(at(columns.open, 0) / 400 - 1)
  })
  expect(Math.max(...gaps)).toBeLessThan(0.05)
  expect(Math.max(...gaps)).toBeGreaterThan(0.002)
})

test('numbered symbols are as many as asked for, all different', () => {
  expect(new Set(numberedProfiles(250).map(({ symbol }) => symbol)).size).toBe(250)
})

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const [m, n] = [mean(one), mean(other)]
  const product = mean(one.map((value, i) => (value - m) * ((other[i] ?? 0) - n)))
  return (
    product /
    Math.sqrt(mean(one.map((value) => (value - m) ** 2)) * mean(other.map((value) => (value - n) ** 2)))
  )
}
