import { expect, test } from 'vitest'
import { scenarioNames } from '#shared/scenarios/scenarios.ts'
import { scenarioKinds, whyNone } from './scenario-words.ts'

test('every kind of session is offered once, under a name of its own', () => {
  expect(scenarioKinds.map(({ kind }) => kind).toSorted()).toEqual(scenarioNames.toSorted())
  expect(new Set(scenarioKinds.map(({ label }) => label)).size).toBe(scenarioNames.length)
})

test('an empty list names the symbol', () => {
  for (const kind of scenarioNames) expect(whyNone(kind, 'MIRVA')).toContain('MIRVA')
})

test('an empty list says what its kind looks for, not what the gap ledger says', () => {
  expect(whyNone('worst-data', 'MIRVA')).toBe('No stored session of MIRVA has a minute without a bar.')
  for (const kind of scenarioNames) expect(whyNone(kind, 'MIRVA')).not.toMatch(/is missing/)
})
