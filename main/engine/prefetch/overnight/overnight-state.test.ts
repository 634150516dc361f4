import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { channelPair } from '#shared/protocol/channel.ts'
import { type Client, createClient } from '#shared/protocol/client.ts'
import { type OvernightContract, overnightContract } from '#shared/protocol/overnight-contract.ts'
import { keyServersVariable } from '../../sources/secrets/key-account.ts'
import { openStore } from '../../store/open.ts'
import { fixedTime, startTestEngine, type TestEngine } from '../../system/testing/test-engine.ts'
import { planOf, utc } from '../testing/plans.ts'
import { addVendor } from '../testing/run-stage.ts'
import { startVendor, vendorKeys } from '../testing/vendor.ts'

const plan = planOf({ symbols: { kind: 'list', symbols: ['SPY', 'IBM'] } })
/** What the engine's clock has next: it is Saturday 2024-06-01 there. */
const next = { plan: 'Night', due: utc('2024-06-03T12:30:00Z') }

let engine: TestEngine
let variables: Record<string, string>
let desktop: Client<OvernightContract>
/** What the desktop was told, in order, without how far a run is. */
let told: string[]

beforeEach(() => {
  variables = { ...vendorKeys }
  engine = startTestEngine({ variables })
  told = []
  const [near, far] = channelPair()
  engine.system.prefetch.overnight.connect(far)
  desktop = createClient(overnightContract, near)
  desktop.on('overnight.state', ({ plans, running }) => told.push(`${plans} ${running ? 'runs' : 'rests'}`))
  desktop.on('overnight.progress', ({ plan: name }) => told.push(`progress of ${name}`))
  desktop.on('overnight.ended', ({ outcome }) => told.push(outcome))
})
afterEach(async () => {
  await engine.close()
  desktop.close()
})

test('while a run goes on only how far it is is told; the state again when it has ended', async () => {
  const vendor = await startVendor({ symbols: ['SPY', 'IBM'] })
  variables[keyServersVariable] = `alpaca=${vendor.url}`
  const path = join(engine.folder, 'bars.tapedeck')
  const writer = openStore(path, { access: 'write', create: true, owner: 'the test', time: fixedTime })
  addVendor(writer, 'vendor', vendor.url)
  writer.prefetch.savePlan(plan, undefined, fixedTime.now())
  writer.close()
  await engine.client.call('store.open', { path })
  told.length = 0
  await engine.client.call('prefetch.run', { plan: 'Night' })
  await expect.poll(() => told.slice(-2), { timeout: 60_000 }).toEqual(['done', '1 rests'])
  const between = told.slice(told.indexOf('1 runs') + 1, -2)
  expect(new Set(between)).toEqual(new Set(['progress of Night']))
  expect(await desktop.call('overnight.state', undefined)).toEqual({ plans: 1, next })
})

test('other settings are told at once, with or without a store', async () => {
  const { client, folder } = engine
  await expect(client.call('store.open', { path: join(folder, 'none') })).rejects.toThrow()
  const isOn = async (prefetchEnabled: boolean) =>
    client.call('settings.set', { changes: { prefetchEnabled } })
  await isOn(false)
  await isOn(true)
  expect(await desktop.call('overnight.state', undefined)).toEqual({ plans: 0 })
  await client.call('store.create', { path: join(folder, 'bars.tapedeck') })
  await client.call('prefetch.savePlan', { plan })
  await expect.poll(() => told.at(-1), { timeout: 60_000 }).toBe('1 rests')
  await isOn(false)
  await expect.poll(() => told.at(-1), { timeout: 60_000 }).toBe('0 rests')
})
