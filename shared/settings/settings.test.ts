import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseInterval } from '../bars/interval.ts'
import { parseChanges, settingsShape, settingWarnings, wrongValue } from './check-setting.ts'
import type { Setting } from './setting.ts'
import { defaultSettings, type SettingName, settingNames, settings } from './settings.ts'
import { settingsCalls } from './settings-calls.ts'
import { settingsPage } from './settings-page.ts'

/** The table of the design: name, default, least and most that make sense. */
interface Designed {
  readonly name: SettingName
  readonly value: unknown
  readonly least?: number
  readonly most?: number
}

const designed: readonly Designed[] = [
  { name: 'dataUpkeepEnabled', value: true },
  { name: 'dataUpkeepRetryMissingBars', value: true },
  { name: 'dataUpkeepAutoComputeDerived', value: true },
  { name: 'dataUpkeepCheckIntervalSeconds', value: 60, least: 30, most: 300 },
  { name: 'dataUpkeepMaxRetries', value: 5, least: 1, most: 20 },
  { name: 'dataUpkeepDerivedIntervals', value: ['5m', '15m'] },
  { name: 'historicalBarsEnabled', value: true },
  { name: 'historicalBarsAutoLoad', value: true },
  { name: 'historicalBarsTrailingDays', value: 5, least: 1, most: 20 },
  { name: 'historicalBarsIntervals', value: ['1m', '5m'] },
  { name: 'prefetchEnabled', value: true },
  { name: 'prefetchAutoActivate', value: true },
  { name: 'prefetchWindowMinutes', value: 60, least: 30 },
  { name: 'prefetchCheckIntervalMinutes', value: 5, most: 10 },
  { name: 'prefetchLearnSymbols', value: true },
  { name: 'sessionAutoRoll', value: true },
  { name: 'sessionTimeoutSeconds', value: 300, least: 60, most: 600 },
  { name: 'sessionBoundaryCheckInterval', value: 60 },
  { name: 'sessionPostMarketRollDelay', value: 30 },
]

describe('the declaration', () => {
  test('has the 18 settings of the design, and the switch of learning, with their defaults', () => {
    expect(designed).toHaveLength(19)
    expect(Object.fromEntries(designed.map(({ name, value }) => [name, value]))).toEqual(defaultSettings)
  })

  test.each(designed)('$name makes sense in its range, and outside it is explained', (row) => {
    const { name, value, least, most } = row
    expect(warningsWith(name, value)).toEqual([])
    for (const [edge, step] of [
      [least, -1],
      [most, 1],
    ] as const) {
      if (edge === undefined) continue
      expect(warningsWith(name, edge)).toEqual([])
      const [warning] = warningsWith(name, edge + step)
      expect(warning).toMatch(new RegExp(`^${name} is ${edge + step} \\w+; .*makes sense: .+\\.$`))
      expect(wrongValue(name, edge + step)).toBeUndefined()
    }
  })

  test('every default is one of the values, every interval a known one, every help a sentence', () => {
    for (const name of settingNames) {
      const setting: Setting = settings[name]
      expect(wrongValue(name, setting.default)).toBeUndefined()
      expect(setting.help).toMatch(/^[A-Z].*\.$/)
      if (setting.kind !== 'intervals') continue
      for (const interval of setting.default) expect(parseInterval(interval)).toBe(interval)
    }
  })

  test('the page of settings in docs is the one made from it; "tapedeck help settings" prints it anew', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/settings.md'), 'utf8')
    expect(page).toBe(settingsPage())
    for (const name of settingNames) expect(page).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, 'm'))
    expect(page).toMatch(/`sessionTimeoutSeconds` +\| 300 seconds +\| 60 to 600 +\| at once +\| How long/)
    expect(page).toMatch(/`prefetchWindowMinutes` +\| 60 minutes +\| 30 or more +\|/)
    expect(page).toMatch(/`historicalBarsIntervals` +\| 1m, 5m +\| +\| next session \|/)
  })
})

function warningsWith(name: SettingName, value: unknown): readonly string[] {
  return settingWarnings({ ...defaultSettings, [name]: value })
    .filter((warning) => warning.name === name)
    .map(({ text }) => text)
}

describe('values', () => {
  test.each([
    [{ sessionTimeout: 300 }, /no setting sessionTimeout; did you mean sessionTimeoutSeconds\?/],
    [{ SESSION_AUTO_ROLL: true }, /did you mean sessionAutoRoll\?/],
    [{ RETRY_MISSING: true }, /did you mean dataUpkeepRetryMissingBars\?/],
    [{ colour: 'red' }, /There is no setting colour; settings are dataUpkeepEnabled, /],
    [{ toString: 1 }, /There is no setting toString/],
    [{ sessionAutoRoll: 'yes' }, /sessionAutoRoll is true or false, not "yes"/],
    [
      { sessionTimeoutSeconds: 1.5 },
      /sessionTimeoutSeconds is a whole number of seconds from 1 to 1000000, not 1.5/,
    ],
    [{ sessionTimeoutSeconds: 0 }, /not 0/],
    [{ dataUpkeepMaxRetries: -1 }, /not -1/],
    [{ sessionPostMarketRollDelay: Number.NaN }, /sessionPostMarketRollDelay/],
    [
      { historicalBarsIntervals: '1m' },
      /a list of up to 20 intervals such as \["1m", "5m"\], each once, not "1m"/,
    ],
    [{ historicalBarsIntervals: ['1m', '7x'] }, /not \["1m","7x"\]/],
    [{ historicalBarsIntervals: ['1m', '1m'] }, /each once/],
    [{ historicalBarsIntervals: undefined }, /not undefined/],
  ])('%j is refused', (changes, message) => {
    expect(() => parseChanges(changes)).toThrow(expect.objectContaining({ code: 'usage' }))
    expect(() => parseChanges(changes)).toThrow(message)
  })

  test('what is out of the sensible range is taken all the same', () => {
    const changes = { sessionTimeoutSeconds: 5, dataUpkeepMaxRetries: 0, historicalBarsTrailingDays: 100 }
    expect(parseChanges(changes)).toEqual(changes)
  })

  test('two settings that do not go together are explained', () => {
    const values = { ...defaultSettings, prefetchWindowMinutes: 30, prefetchCheckIntervalMinutes: 45 }
    expect(settingWarnings(values).map(({ text }) => text)).toEqual([
      expect.stringContaining('10 or less makes sense'),
      expect.stringContaining('longer than prefetchWindowMinutes (30)'),
    ])
  })

  test('the calls take whole and right settings only', () => {
    expect(settingsShape.safeParse(defaultSettings).success).toBe(true)
    const { sessionAutoRoll, ...some } = defaultSettings
    expect(settingsShape.safeParse(some).success).toBe(false)
    expect(settingsShape.safeParse({ ...defaultSettings, more: sessionAutoRoll }).success).toBe(false)
    const state = { values: defaultSettings, set: ['sessionAutoRoll'], warnings: [], problems: [] }
    expect(settingsCalls['settings.get'].result.safeParse(state).success).toBe(true)
    expect(settingsCalls['settings.get'].result.safeParse({ ...state, set: ['x'] }).success).toBe(false)
  })
})
