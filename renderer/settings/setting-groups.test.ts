import { expect, test } from 'vitest'
import { settingNames } from '#shared/settings/settings.ts'
import { labels } from './labels.ts'
import { findSettings, settingGroups } from './setting-groups.ts'

function found(text: string): readonly string[] {
  return findSettings(text).flatMap(({ names }) => names)
}

test('every setting belongs to one group, in the order of the declaration', () => {
  expect(settingGroups.flatMap(({ names }) => names)).toEqual(settingNames)
})

test('no two settings of a group have the same label', () => {
  for (const { names } of settingGroups)
    expect(new Set(names.map((name) => labels[name])).size).toBe(names.length)
})

test('an empty search finds all settings in all groups', () => {
  expect(findSettings('  ')).toEqual(settingGroups)
})

test.each(settingNames)('%s is found by its name, whatever the case', (name) => {
  expect(found(name)).toContain(name)
  expect(found(name.toUpperCase())).toContain(name)
})

test('all words of a search must be met: in group, label, name or help', () => {
  expect(found('prefetch looks')).toEqual(['prefetchCheckIntervalMinutes'])
  expect(found('late times out')).toEqual(['sessionTimeoutSeconds'])
  expect(found('trailing upkeep')).toEqual([])
})
