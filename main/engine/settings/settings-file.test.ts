import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { defaultSettings } from '#shared/settings/settings.ts'
import { epochMs } from '#shared/time/epoch.ts'
import { boundarySettings } from '../boundaries/boundary-settings.ts'
import { SettingsFile } from './settings-file.ts'
import { settingsHandlers } from './settings-handlers.ts'
import { settingsPath } from './settings-place.ts'

const time = { now: () => epochMs(Date.UTC(2024, 6, 5, 13, 30)) }

function folderWith(content?: string): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'settings.json')
  if (content !== undefined) writeFileSync(path, content)
  return { folder, path }
}

describe('a settings file', () => {
  test('is made by the first change, holds what was set, and is found again', () => {
    const { folder, path } = folderWith()
    const file = new SettingsFile(path, time)
    expect(file.state()).toEqual({ values: defaultSettings, set: [], warnings: [], problems: [] })
    expect(existsSync(path)).toBe(false)
    file.set({ sessionTimeoutSeconds: 30, historicalBarsIntervals: ['1m'] })
    expect(readdirSync(folder)).toEqual(['settings.json'])
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      version: 1,
      settings: { sessionTimeoutSeconds: 30, historicalBarsIntervals: ['1m'] },
    })
    const again = new SettingsFile(path, time)
    expect(again.values).toEqual(file.values)
    expect(again.state().set).toEqual(['historicalBarsIntervals', 'sessionTimeoutSeconds'])
    expect(again.state().warnings).toEqual([
      { name: 'sessionTimeoutSeconds', text: expect.stringContaining('60 to 600 makes sense') },
    ])
  })

  test('takes all of a change or nothing', () => {
    const { path } = folderWith()
    const file = new SettingsFile(path, time)
    expect(() => file.set({ sessionAutoRoll: false, sessionTimeoutSeconds: 'long' })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    )
    expect(() => file.reset(['sessionAutoRol'])).toThrow(/did you mean sessionAutoRoll/)
    expect(file.values).toEqual(defaultSettings)
    expect(existsSync(path)).toBe(false)
  })

  test('gives defaults back, some or all', () => {
    const { path } = folderWith()
    const file = new SettingsFile(path, time)
    file.set({ sessionAutoRoll: false, sessionTimeoutSeconds: 120 })
    file.reset(['sessionAutoRoll'])
    expect(file.state().set).toEqual(['sessionTimeoutSeconds'])
    file.reset()
    expect(file.values).toEqual(defaultSettings)
    expect(new SettingsFile(path, time).state().set).toEqual([])
  })

  test('tells changes, and only changes, until one stops listening', () => {
    const { path } = folderWith()
    const file = new SettingsFile(path, time)
    const heard: unknown[] = []
    const stop = file.onChange((values, changed) => heard.push([values.sessionAutoRoll, changed]))
    file.set({ sessionAutoRoll: false, sessionTimeoutSeconds: 300 })
    file.set({ sessionAutoRoll: false })
    file.reset()
    stop()
    file.set({ sessionAutoRoll: false })
    expect(heard).toEqual([
      [false, ['sessionAutoRoll']],
      [true, ['sessionAutoRoll']],
    ])
  })

  test('that is damaged is kept aside and named; settings start anew beside it', () => {
    const { folder, path } = folderWith('{"version": 1, "settings": {"sessionAuto')
    const file = new SettingsFile(path, time)
    const aside = `${path}.damaged-2024-07-05T13-30-00Z`
    expect(file.state().problems).toEqual([expect.stringContaining(`it was kept as ${aside}`)])
    expect(readFileSync(aside, 'utf8')).toBe('{"version": 1, "settings": {"sessionAuto')
    file.set({ sessionAutoRoll: false })
    writeFileSync(path, '[]')
    const second = new SettingsFile(path, time)
    expect(second.state().problems[0]).toContain(`${aside}-2`)
    expect(readdirSync(folder).sort()).toEqual([
      'settings.json.damaged-2024-07-05T13-30-00Z',
      'settings.json.damaged-2024-07-05T13-30-00Z-2',
    ])
  })

  test('keeps what it does not understand, also over later changes', () => {
    const { path } = folderWith(
      '{"version":1,"settings":{"sessionAutoRol":false,"sessionTimeoutSeconds":"long"},"by":"me"}',
    )
    const file = new SettingsFile(path, time)
    expect(file.state().problems).toHaveLength(2)
    expect(file.state().problems[0]).toContain(`${path}: There is no setting sessionAutoRol`)
    file.set({ sessionTimeoutSeconds: 120 })
    expect(file.state().problems).toHaveLength(1)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      by: 'me',
      version: 1,
      settings: { sessionAutoRol: false, sessionTimeoutSeconds: 120 },
    })
  })

  test('loses a wrong value when its setting is reset', () => {
    const { path } = folderWith('{"version":1,"settings":{"sessionTimeoutSeconds":"long","later":1}}')
    const file = new SettingsFile(path, time)
    file.reset(['sessionTimeoutSeconds'])
    expect(file.state().problems).toEqual([expect.stringContaining('no setting later')])
    expect(JSON.parse(readFileSync(path, 'utf8')).settings).toEqual({ later: 1 })
  })

  test('that cannot be written changes nothing and says so', () => {
    const { folder } = folderWith()
    const file = new SettingsFile(join(folder, 'nowhere', 'settings.json'), time)
    expect(() => file.set({ sessionAutoRoll: false })).toThrow(
      expect.objectContaining({ code: 'bad-file', message: expect.stringContaining('nowhere') }),
    )
    expect(file.values.sessionAutoRoll).toBe(true)
  })

  test('a folder in its place is put aside like a damaged file', () => {
    const { folder, path } = folderWith()
    mkdirSync(path)
    new SettingsFile(path, time).set({ sessionAutoRoll: false })
    expect(readdirSync(folder)).toHaveLength(2)
  })

  test('a damaged file that cannot be put aside is not written over', () => {
    const path = join(folderWith().folder, 'a'.repeat(250))
    writeFileSync(path, 'damaged')
    const file = new SettingsFile(path, time)
    expect(file.state().problems).toHaveLength(1)
    expect(() => file.set({ sessionAutoRoll: false })).toThrow(/cannot be put aside/)
    expect(readFileSync(path, 'utf8')).toBe('damaged')
  })
})

test('the calls answer with the state after them', () => {
  const handlers = settingsHandlers(new SettingsFile(folderWith().path, time))
  expect(handlers['settings.get'](undefined)).toMatchObject({ set: [] })
  expect(handlers['settings.set']({ changes: { sessionAutoRoll: false } })).toMatchObject({
    set: ['sessionAutoRoll'],
  })
  expect(handlers['settings.reset']({})).toMatchObject({ set: [], values: defaultSettings })
})

test('where the file of a user lies', () => {
  expect(settingsPath({ platform: 'linux', home: '/home/ann', variables: {} })).toBe(
    '/home/ann/.config/tapedeck/settings.json',
  )
  expect(
    settingsPath({ platform: 'linux', home: '/home/ann', variables: { XDG_CONFIG_HOME: '/etc/x' } }),
  ).toBe('/etc/x/tapedeck/settings.json')
  expect(settingsPath({ platform: 'darwin', home: '/Users/ann', variables: {} })).toBe(
    '/Users/ann/Library/Application Support/tapedeck/settings.json',
  )
  expect(settingsPath({ platform: 'win32', home: 'C:\\Users\\ann', variables: {} })).toBe(
    'C:\\Users\\ann\\AppData\\Roaming\\tapedeck\\settings.json',
  )
})

test('what the settings say about boundaries, in milliseconds', () => {
  expect(boundarySettings(defaultSettings)).toEqual({
    autoRoll: true,
    timeoutMs: 300_000,
    rollDelayMs: 1_800_000,
  })
})
