import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Interval } from '../bars/interval.ts'
import { defaultSettings, settingNames, settings } from './settings.ts'
import {
  noSettings,
  readSettingsContent,
  settingsOf,
  settingsText,
  settingsVersion,
} from './settings-content.ts'

function read(content: unknown) {
  const found = readSettingsContent(content)
  if (!found) throw new Error('no settings file')
  return found
}

test('what is not set has its default', () => {
  const content = read({ version: 1, settings: { sessionAutoRoll: false } })
  expect(content.set).toEqual({ sessionAutoRoll: false })
  expect(settingsOf(content)).toEqual({ ...defaultSettings, sessionAutoRoll: false })
  expect(settingsOf(noSettings)).toEqual(defaultSettings)
})

test('a wrong value and an unknown name are problems, named, and stay in the file', () => {
  const content = read({ version: 1, settings: { sessionAutoRol: false, sessionTimeoutSeconds: 'long' } })
  expect(content.problems).toEqual([
    'There is no setting sessionAutoRol; did you mean sessionAutoRoll?',
    expect.stringContaining('sessionTimeoutSeconds is a whole number of seconds'),
  ])
  expect(settingsOf(content)).toEqual(defaultSettings)
  expect(JSON.parse(settingsText(content)).settings).toEqual({
    sessionAutoRol: false,
    sessionTimeoutSeconds: 'long',
  })
})

test('a file of a newer version keeps its settings, its other keys and its version', () => {
  const newer = {
    profile: { name: 'night' },
    version: settingsVersion + 1,
    settings: { sessionMoonPhase: 'full', sessionAutoRoll: false },
  }
  const content = read(newer)
  expect(content.problems).toEqual([])
  expect(content.set).toEqual({ sessionAutoRoll: false })
  expect(JSON.parse(settingsText(content))).toEqual(newer)
  expect(read({ ...newer, settings: { sessionAutoRoll: 7 } }).problems).toHaveLength(1)
})

test.each([
  null,
  [],
  'text',
  7,
  {},
  { version: 1 },
  { version: 0, settings: {} },
  { version: 1, settings: [] },
])('%j is no settings file', (content) => {
  expect(readSettingsContent(content)).toBeUndefined()
})

test('any settings survive the way through their file (L4)', () => {
  const interval = fc.constantFrom('1m', '5m', '15m', '1h', '1d').map((text) => text as Interval)
  const anyValue = (name: (typeof settingNames)[number]) => {
    const { kind } = settings[name]
    if (kind === 'switch') return fc.boolean()
    return kind === 'amount' ? fc.integer({ min: 1, max: 1_000_000 }) : fc.uniqueArray(interval)
  }
  const anySettings = fc.record(Object.fromEntries(settingNames.map((name) => [name, anyValue(name)])), {
    requiredKeys: [],
  })
  fc.assert(
    fc.property(anySettings, (set) => {
      const content = read(JSON.parse(settingsText({ ...noSettings, set })))
      expect(content).toEqual({ ...noSettings, set })
    }),
  )
})
