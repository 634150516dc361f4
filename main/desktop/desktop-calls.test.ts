import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { channelPair } from '#shared/protocol/channel.ts'
import { type Client, createClient } from '#shared/protocol/client.ts'
import { type DesktopContract, desktopContract, type EngineState } from '#shared/protocol/desktop-contract.ts'
import { serve } from '#shared/protocol/server.ts'
import { desktopCalls } from './desktop-calls.ts'
import { Keychain } from './keychain/keychain.ts'
import { PlanScheduler } from './overnight/schedule/plan-scheduler.ts'
import { RecentStores } from './recent-stores.ts'
import { testCipher } from './testing/test-cipher.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-desktop-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const info = { version: '1.2.3', electron: '45.0.0', platform: 'linux', store: '/bars.tapedeck' }

function connected(): { client: Client<DesktopContract>; asked: string[]; starts: () => number } {
  const asked: string[] = []
  let starts = 0
  const failed: EngineState = { state: 'failed', cause: 'It crashed.' }
  const calls = desktopCalls({
    info,
    dialogs: {
      importFolder: async () => ({ path: '/folder' }),
      importFile: async () => ({ path: '/file.csv' }),
      sourceFolder: async () => ({ path: '/source' }),
      exportFolder: async () => ({ path: '/export' }),
      openRunFile: async () => ({ path: '/run/run.json' }),
      openStore: async () => ({}),
      newStore: async (name) => {
        asked.push(name)
        return { path: `/${name}` }
      },
      openSessionFile: async () => ({ path: '/run.json' }),
      openStrategy: async () => ({ path: '/idea.ts' }),
      saveSessionFile: async (name) => {
        asked.push(name)
        return {}
      },
    },
    recents: new RecentStores(
      join(folder, 'recents.json'),
      () => 7,
      () => {},
    ),
    keychain: new Keychain(
      join(folder, 'source-keys'),
      { ...testCipher, problem: () => 'none here' },
      () => {},
    ),
    scheduler: new PlanScheduler(
      { platform: 'linux', home: folder, data: folder, user: 501 },
      { program: '/tapedeck', args: [] },
    ),
    engine: {
      state: failed,
      start() {
        starts++
      },
    },
  })
  const [here, there] = channelPair()
  serve(desktopContract, there, { calls, signals: {} })
  return { client: createClient(desktopContract, here), asked, starts: () => starts }
}

test('the window learns what runs and which store was named', async () => {
  const { client } = connected()
  expect(await client.call('app.info', undefined)).toEqual(info)
})

test('a dialog answers what was chosen, or nothing', async () => {
  const { client, asked } = connected()
  expect(await client.call('dialog.importFolder', undefined)).toEqual({ path: '/folder' })
  expect(await client.call('dialog.importFile', undefined)).toEqual({ path: '/file.csv' })
  expect(await client.call('dialog.openStore', undefined)).toEqual({})
  expect(await client.call('dialog.newStore', { suggestedName: 'new.tapedeck' })).toEqual({
    path: '/new.tapedeck',
  })
  expect(await client.call('dialog.openSessionFile', undefined)).toEqual({ path: '/run.json' })
  expect(await client.call('dialog.openStrategy', undefined)).toEqual({ path: '/idea.ts' })
  expect(await client.call('dialog.saveSessionFile', { suggestedName: 'run.json' })).toEqual({})
  expect(asked).toEqual(['new.tapedeck', 'run.json'])
})

test('recent stores are kept for the window', async () => {
  const { client } = connected()
  const path = join(folder, 'a.tapedeck')
  const entry = { path, openedAt: 7, exists: false }
  expect(await client.call('recents.add', { path })).toEqual([entry])
  expect(await client.call('recents.list', undefined)).toEqual([entry])
  expect(await client.call('recents.remove', { path })).toEqual([])
})

test('the window sees that the engine failed and can start it again', async () => {
  const { client, starts } = connected()
  expect(await client.call('engine.state', undefined)).toEqual({ state: 'failed', cause: 'It crashed.' })
  expect(await client.call('engine.restart', undefined)).toBeNull()
  expect(starts()).toBe(1)
})

test('the entry that would run a plan is shown before it is installed', async () => {
  const { client } = connected()
  const entry = await client.call('overnight.entry', { plan: 'Nightly', store: '/bars.tapedeck' })
  expect(entry).toMatchObject({ scheduler: 'systemd', installed: false })
  expect(entry.files[0]?.text).toContain('"run" "Nightly" "--due" "--store" "/bars.tapedeck"')
})
