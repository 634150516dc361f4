import { expect, test } from 'vitest'
import { type Channel, channelPair } from '#shared/protocol/channel.ts'
import { serve } from '#shared/protocol/server.ts'
import { ManualTicker } from '../../time/manual-ticker.ts'
import { type UpkeepContract, upkeepContract } from './contract.ts'
import { UpkeepLink } from './upkeep-link.ts'

/** A link whose threads lie in this process, use 30 ms of a core between two signs of life, and die when told. */
class LinkStage {
  readonly ticker = new ManualTicker()
  readonly told: string[] = []
  readonly threads: Channel[] = []
  readonly link: UpkeepLink
  #cpuMs = 0

  constructor() {
    this.link = new UpkeepLink(() => this.#start(), this.ticker, {
      started: () => this.told.push('started'),
      died: (isGivenUp) => this.told.push(isGivenUp ? 'given up' : 'died'),
      used: (percent) => this.told.push(`${percent} %`),
    })
  }

  /** Lets messages arrive. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }

  async die(): Promise<void> {
    this.threads.at(-1)?.close()
    await this.settle()
  }

  #start(): Channel {
    const [near, far] = channelPair()
    this.threads.push(far)
    serve<UpkeepContract>(upkeepContract, far, {
      calls: {
        pulse: () => {
          this.#cpuMs += 30
          return { cpuMs: this.#cpuMs }
        },
        retry: () => {
          throw new Error('not asked here')
        },
        ledger: () => {
          throw new Error('not asked here')
        },
        evidence: () => {
          throw new Error('not asked here')
        },
      },
      signals: {
        begin: () => undefined,
        symbols: () => undefined,
        clock: () => undefined,
        configure: () => undefined,
        sourcesChanged: () => undefined,
        storeChanged: () => undefined,
        calendarsChanged: () => undefined,
        secret: () => undefined,
        turn: () => undefined,
        kept: () => undefined,
        end: () => undefined,
      },
    })
    return near
  }
}

test('a thread that died is started again after a while, each time a longer one, and given up in the end', async () => {
  const stage = new LinkStage()
  stage.link.open()
  await stage.settle()
  for (const waitMs of [500, 1000, 2000]) {
    await stage.die()
    expect(stage.link.client).toBeUndefined()
    stage.ticker.pass(waitMs - 1)
    expect(stage.link.client).toBeUndefined()
    stage.ticker.pass(1)
    expect(stage.link.client).toBeDefined()
    await stage.settle()
  }
  await stage.die()
  stage.ticker.pass(600_000)
  expect(stage.link.client).toBeUndefined()
  const deaths = ['died', 'started', 'died', 'started', 'died', 'started', 'given up']
  expect(stage.told).toEqual(['started', ...deaths])
  stage.link.open()
  expect(stage.link.client).toBeDefined()
  stage.link.close()
})

test('deaths that lie far apart do not add up', async () => {
  const stage = new LinkStage()
  stage.link.open()
  await stage.settle()
  for (let death = 0; death < 10; death++) {
    await stage.die()
    stage.ticker.pass(500)
    await stage.settle()
    expect(stage.link.client).toBeDefined()
    stage.ticker.spend(300_001)
  }
  stage.link.close()
})

test('L5: it runs until it is told to stop, and then is not started again', async () => {
  const stage = new LinkStage()
  stage.link.open()
  stage.link.open()
  await stage.settle()
  stage.link.close()
  await stage.settle()
  stage.ticker.pass(600_000)
  expect(stage.link.client).toBeUndefined()
  expect(stage.threads).toHaveLength(1)
  expect(stage.told).toEqual(['started'])
})

test('its share of one core is what it used between two signs of life', async () => {
  const stage = new LinkStage()
  stage.link.open()
  for (let second = 0; second < 5; second++) {
    await stage.settle()
    stage.ticker.pass(1000)
  }
  expect(stage.told).toEqual(['started', '1.5 %', '1.5 %'])
  stage.link.close()
})
