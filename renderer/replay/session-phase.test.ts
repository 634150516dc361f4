import { expect, test } from 'vitest'
import type { EpochMs } from '#shared/time/epoch.ts'
import { sessionPhase } from './session-phase.ts'

function stretch(open: number, close: number): { open: EpochMs; close: EpochMs } {
  return { open: open as EpochMs, close: close as EpochMs }
}

test('every instant of a session has its phase', () => {
  const session = {
    preMarket: stretch(10, 20),
    segments: [stretch(20, 30), stretch(40, 50)],
    postMarket: stretch(50, 60),
  }
  const phases = [9, 10, 19, 20, 29, 30, 39, 40, 49, 50, 59, 60].map((time) =>
    sessionPhase(session, time as EpochMs),
  )
  expect(phases).toEqual([
    'not started',
    'pre-market',
    'pre-market',
    'open',
    'open',
    'break',
    'break',
    'open',
    'open',
    'after hours',
    'after hours',
    'ended',
  ])
})
