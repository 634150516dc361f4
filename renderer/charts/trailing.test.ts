import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { dayMs, type EpochMs, hourMs } from '#shared/time/epoch.ts'
import { trailingStretches } from './trailing.ts'

function stretch(day: number, from: number, to: number): { open: EpochMs; close: EpochMs } {
  return { open: (day * dayMs + from * hourMs) as EpochMs, close: (day * dayMs + to * hourMs) as EpochMs }
}

function session(day: number, from: number, to: number) {
  return { session: `2024-01-0${day}` as SessionDate, ...stretch(day, from, to) }
}

test('sessions with bars take their hours, early closes too; others none', () => {
  const trailing = [session(1, 10, 16), session(2, 10, 13), session(3, 10, 16)]
  const starts = Float64Array.of(dayMs + 11 * hourMs, 2 * dayMs + 10 * hourMs, 3 * dayMs + 8 * hourMs)
  expect(trailingStretches({ trailing, segments: [stretch(4, 10, 16)] }, starts, 3)).toEqual([
    stretch(1, 10, 16),
    stretch(2, 10, 13),
  ])
})

test('a break is where the replayed session has it', () => {
  const segments = [stretch(4, 9, 12), stretch(4, 13, 16)]
  const trailing = [session(1, 9, 16), session(2, 9, 12)]
  const starts = Float64Array.of(dayMs + 9 * hourMs, 2 * dayMs + 9 * hourMs)
  expect(trailingStretches({ trailing, segments }, starts, 2)).toEqual([
    stretch(1, 9, 12),
    stretch(1, 13, 16),
    stretch(2, 9, 12),
  ])
})
