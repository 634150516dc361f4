import { expect, test } from 'vitest'
import { allocateColumns, at } from '#shared/bars/columns.ts'
import { dayOfMinutes, demoDay } from './history.ts'
import { demoProfiles } from './profile.ts'
import { demoSession, firstState } from './session.ts'
import { handMadeSession } from './testing/sessions.ts'

const session = handMadeSession('2024-11-05')

test.each(demoProfiles)('days of $symbol follow one another on the price grid', (profile) => {
  let state = firstState(profile)
  for (let day = 1; day <= 28; day++) {
    const date = handMadeSession(`2023-02-${String(day).padStart(2, '0')}`)
    const { columns, after } = demoDay(profile, date, 1, state)
    const [open, high, low, close] = [columns.open, columns.high, columns.low, columns.close].map((c) =>
      at(c, 0),
    )
    expect(at(columns.start, 0)).toBe(date.open)
    expect(high).toBe(Math.max(open ?? 0, high ?? 0, low ?? 0, close ?? 0))
    expect(low).toBe(Math.min(open ?? 0, high ?? 0, low ?? 0, close ?? 0))
    expect(close).toBeCloseTo(after.close, 1)
    expect(Math.abs((open ?? 0) / state.close - 1)).toBeLessThan(0.25)
    expect(at(columns.volume, 0) % 100).toBe(0)
    state = after
  }
})

test('the day of minutes covers the regular ones only', () => {
  for (const profile of demoProfiles.slice(0, 3)) {
    const { columns } = demoSession(profile, session, 1)
    const inside = [...columns.start.keys()].filter((i) => {
      const start = at(columns.start, i)
      return start >= session.open && start < session.close
    })
    const day = dayOfMinutes(session, columns)
    if (!day) throw new Error('no day')
    expect([...day.start]).toEqual([session.open])
    expect(at(day.open, 0)).toBe(at(columns.open, inside[0] ?? 0))
    expect(at(day.high, 0)).toBe(Math.max(...inside.map((i) => at(columns.high, i))))
    expect(at(day.low, 0)).toBe(Math.min(...inside.map((i) => at(columns.low, i))))
    expect(at(day.close, 0)).toBe(at(columns.close, inside.at(-1) ?? 0))
    expect(at(day.volume, 0)).toBe(inside.reduce((sum, i) => sum + at(columns.volume, i), 0))
  }
})

test('minutes outside regular hours alone make no day', () => {
  const early = allocateColumns(1)
  early.start[0] = session.open - 60_000
  expect(dayOfMinutes(session, early)).toBeUndefined()
})
