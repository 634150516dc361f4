import { afterEach, beforeEach, expect, test } from 'vitest'
import { channelPair } from '#shared/protocol/channel.ts'
import { createClient } from '#shared/protocol/client.ts'
import { engineContract } from '#shared/protocol/engine-contract.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { type CallHandlers, serve } from '#shared/protocol/server.ts'
import { defaultSettings, type Settings } from '#shared/settings/settings.ts'
import { type SettingsState, settingsCalls } from '#shared/settings/settings-calls.ts'
import { setEngine } from '../engine/link.ts'
import { useSettings } from '../stores/settings.ts'
import { useToasts } from '../stores/toasts.ts'
import { changeSetting, resetAllSettings, resetSettings } from './change-settings.ts'

function stateOf(changes: Partial<Settings>): SettingsState {
  return { values: { ...defaultSettings, ...changes }, set: [], warnings: [], problems: [] }
}

/** An engine that answers every change with `answer`. */
function startEngine(answer: SettingsState | Failure): void {
  const handle = () => {
    if (answer instanceof Failure) throw answer
    return answer
  }
  const contract = { calls: settingsCalls, signals: {}, events: {} }
  const calls: CallHandlers<typeof contract> = {
    'settings.get': handle,
    'settings.set': handle,
    'settings.reset': handle,
  }
  const [here, there] = channelPair()
  serve(contract, there, { calls, signals: {} })
  setEngine(createClient(engineContract, here))
}

const before = stateOf({})

beforeEach(() => {
  useSettings.setState({ state: before, refusals: {} })
  useToasts.setState({ toasts: [] })
})

afterEach(() => setEngine(undefined))

test('what is shown is what the engine answered, not what was asked for', async () => {
  startEngine(stateOf({ dataUpkeepMaxRetries: 3 }))
  await changeSetting('dataUpkeepMaxRetries', 4, '4')
  expect(useSettings.getState().state?.values.dataUpkeepMaxRetries).toBe(3)
})

test('a refusal stays with what was entered, changes nothing, and goes with the next change', async () => {
  startEngine(new Failure('usage', 'four is no number'))
  await changeSetting('dataUpkeepMaxRetries', 'four', 'four')
  expect(useSettings.getState()).toEqual({
    state: before,
    refusals: { dataUpkeepMaxRetries: { entered: 'four', cause: 'four is no number' } },
  })
  startEngine(stateOf({ dataUpkeepMaxRetries: 4 }))
  await changeSetting('dataUpkeepMaxRetries', 4, '4')
  expect(useSettings.getState().refusals).toEqual({})
})

test('without an engine nothing changes and nothing is told twice: the banner tells it', async () => {
  await changeSetting('dataUpkeepMaxRetries', 4, '4')
  await resetSettings(['dataUpkeepMaxRetries'])
  await resetAllSettings()
  expect(useSettings.getState()).toEqual({ state: before, refusals: {} })
  expect(useToasts.getState().toasts).toEqual([])
})

test('a reset takes the refusals of its settings along, and of all when all are reset', async () => {
  const refusals = {
    dataUpkeepMaxRetries: { entered: 'x', cause: 'no' },
    prefetchWindowMinutes: { entered: 'y', cause: 'no' },
  }
  useSettings.setState({ refusals })
  startEngine(before)
  await resetSettings(['dataUpkeepMaxRetries'])
  expect(useSettings.getState().refusals).toEqual({ prefetchWindowMinutes: refusals.prefetchWindowMinutes })
  await resetAllSettings()
  expect(useSettings.getState().refusals).toEqual({})
})

test('a file that cannot be written is told when settings are reset', async () => {
  startEngine(new Failure('bad-file', 'the disk is full'))
  await resetAllSettings()
  expect(useToasts.getState().toasts.map(({ message }) => message)).toEqual(['the disk is full'])
  expect(useSettings.getState().state).toBe(before)
})
