import { expect, test } from 'vitest'
import { lagText, neighbourSpeed, speedName, speeds } from './playback.ts'

test('faster and slower walk the menu and stop at its ends', () => {
  let speed = speeds[0] ?? 1
  const walked = [speed]
  while (neighbourSpeed(speed, 1) !== speed) {
    speed = neighbourSpeed(speed, 1)
    walked.push(speed)
  }
  expect(walked).toEqual(speeds)
  expect(neighbourSpeed('max', -1)).toBe(3600)
  expect(neighbourSpeed(1, -1)).toBe(1)
  expect(neighbourSpeed(100, 1)).toBe(150)
})

test('speeds are named as people say them', () => {
  expect([1, 60, 1200, 'max' as const].map(speedName)).toEqual(['1×', '60×', '1,200×', 'max'])
})

test('who cannot keep up is named', () => {
  expect(lagText({ waitingFor: [] })).toBeUndefined()
  expect(lagText({ waitingFor: ['strategy', 'upkeep'] })).toBe('waiting for strategy, upkeep')
  expect(lagText({ waitingFor: [], behind: { name: 'upkeep', minutes: 12 } })).toBe('upkeep is 12 min behind')
})
