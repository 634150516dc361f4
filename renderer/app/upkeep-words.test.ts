import { expect, test } from 'vitest'
import { explainUpkeep, upkeepWords } from './upkeep-words.ts'

const none = { asking: 0, filled: 0 }

test('L2: upkeep that does not run is told as that, with what still is measured, and takes no share of a core', () => {
  for (const state of ['off', 'restarting', 'stopped'] as const) {
    expect(upkeepWords({ state, cpuPercent: 0, ...none })).toBe(`Upkeep ${state}`)
    expect(explainUpkeep({ state, ...none })).toContain('Coverage is measured from the calendar')
  }
})

test('G9: a share that was not measured yet is no 0 %', () => {
  expect(upkeepWords({ state: 'running', ...none })).toBe('Upkeep running')
  expect(upkeepWords({ state: 'running', cpuPercent: 0, ...none })).toBe('Upkeep 0.0 % CPU')
  expect(explainUpkeep({ state: 'running', asking: 2, filled: 1 })).toMatch(
    /1 minute filled. Asking sources for 2/,
  )
})
