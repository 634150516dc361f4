import { expect, test } from 'vitest'
import { phaseOf, progressWords, shareOf, withProgress } from './jobs.ts'

test('a run that is heard of first is added, and told of with the time it needs still', () => {
  const told = { run: 7, phase: 'running', done: 1000, total: 9000 } as const
  const [first] = withProgress([], told, 50, 'Two averages')
  expect(first).toMatchObject({ run: 7, title: 'Two averages', since: { at: 50, done: 1000 } })
  const [later] = withProgress(first ? [first] : [], { ...told, done: 3000 }, 2050, 'other')
  expect(later).toMatchObject({ title: 'Two averages', done: 3000 })
  expect(later && progressWords(later)).toBe('3,000 of 9,000 bars · 6 s left')
  expect(later && shareOf(later)).toBeCloseTo(1 / 3)
  expect(later && phaseOf(later)).toBe('Running')
})

test('another phase is timed by itself', () => {
  const jobs = withProgress([], { run: 1, phase: 'reading', done: 0, total: 0 }, 0, '')
  const [reading] = jobs
  expect(reading && [shareOf(reading), progressWords(reading)]).toEqual([undefined, ''])
  const [running] = withProgress(jobs, { run: 1, phase: 'running', done: 10, total: 20 }, 5000, '')
  expect(running?.since).toEqual({ at: 5000, done: 10 })
  expect(running && progressWords(running)).toBe('10 of 20 bars')
})
