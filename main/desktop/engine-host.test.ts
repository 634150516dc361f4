import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EngineState } from '#shared/protocol/desktop-contract.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { EngineHost, type EngineNews, type EngineProcess } from './engine-host.ts'
import {
  crashLimit,
  crashWindowMs,
  killTimeoutMs,
  startTimeoutMs,
  stopTimeoutMs,
} from './engine-supervisor.ts'
import { ManualClock, settled } from './testing/manual-clock.ts'

/** A process that does what a test tells it, and notes what must never be done to it. */
class ToldProcess implements EngineProcess<number> {
  alive = true
  connections = 0
  readonly done: string[] = []
  readonly wrongs: string[] = []
  readonly #news: EngineNews
  #inExit = false

  constructor(news: EngineNews) {
    this.#news = news
  }

  connect(): number {
    this.#note('connect')
    return this.connections++
  }

  stop(): void {
    this.#note('stop')
  }

  kill(): void {
    this.#note('kill')
  }

  print(text: string): void {
    this.#news.printed('stderr', text)
  }

  exit(times = 1): void {
    this.alive = false
    this.#inExit = true
    for (let i = 0; i < times; i++) this.#news.exited('The engine ended by itself with exit code 9.')
    this.#inExit = false
  }

  witness(what: string): void {
    if (this.#inExit) this.wrongs.push(`${what} inside exit`)
  }

  #note(what: string): void {
    this.witness(what)
    if (!this.alive) this.wrongs.push(`${what} after exit`)
    this.done.push(what)
  }
}

interface Greeting {
  readonly resolve: () => void
  readonly reject: (failure: Failure) => void
}

class World {
  readonly clock = new ManualClock()
  readonly processes: ToldProcess[] = []
  readonly greetings: Greeting[] = []
  readonly states: EngineState[] = []
  readonly host = new EngineHost<number>({
    startProcess: (news) => {
      const process = new ToldProcess(news)
      this.processes.push(process)
      return process
    },
    greet: () =>
      new Promise<void>((resolve, reject) => {
        this.greetings.push({ resolve, reject })
      }),
    clock: this.clock,
    show: () => {},
    onState: (state) => {
      this.states.push(state)
      // Whoever is told posts the news to the window.
      for (const process of this.processes) process.witness('news')
    },
  })

  get latest(): ToldProcess {
    const process = this.processes.at(-1)
    if (!process) throw new Error('no process was started')
    return process
  }

  async becomeReady(): Promise<void> {
    this.greetings.at(-1)?.resolve()
    await settled()
  }

  async crash(): Promise<void> {
    this.latest.exit()
    await this.clock.advance(0)
  }
}

async function startedWorld(): Promise<World> {
  const world = new World()
  world.host.start()
  await world.becomeReady()
  return world
}

describe('an engine that behaves', () => {
  test('is starting until its first hello and can be connected to only after it', async () => {
    const world = new World()
    world.host.start()
    expect(world.host.state).toEqual({ state: 'starting' })
    expect(world.host.connect()).toBeUndefined()
    await world.becomeReady()
    expect(world.host.state).toEqual({ state: 'ready' })
    expect(world.host.connect()).toBeDefined()
    expect(world.states).toEqual([{ state: 'starting' }, { state: 'ready' }])
  })

  test('is not disturbed by a second wish to start it, nor by the end of its start timeout', async () => {
    const world = await startedWorld()
    world.host.start()
    await world.clock.advance(10 * startTimeoutMs)
    expect(world.processes).toHaveLength(1)
    expect(world.host.state).toEqual({ state: 'ready' })
  })

  test('is asked to stop, and stop resolves when it is gone', async () => {
    const world = await startedWorld()
    const stopped = world.host.stop()
    expect(world.latest.done).toContain('stop')
    world.latest.exit()
    await world.clock.advance(0)
    await stopped
    expect(world.latest.done).not.toContain('kill')
    await world.clock.advance(60_000)
    expect(world.processes).toHaveLength(1)
  })
})

describe('an engine that crashes', () => {
  test('comes back after 250, 500, 1000 and 2000 ms, then fails with the cause and its last lines', async () => {
    const world = await startedWorld()
    for (const [index, retryInMs] of [250, 500, 1000, 2000].entries()) {
      await world.crash()
      expect(world.host.state).toEqual({
        state: 'backing-off',
        attempt: index + 1,
        retryInMs,
        cause: 'The engine ended by itself with exit code 9.',
      })
      await world.clock.advance(retryInMs - 1)
      expect(world.processes).toHaveLength(index + 1)
      await world.clock.advance(1)
      expect(world.processes).toHaveLength(index + 2)
      await world.becomeReady()
    }
    world.latest.print('first\nout of memory\n')
    await world.crash()
    expect(world.host.state).toEqual({
      state: 'failed',
      cause:
        'The engine ended by itself with exit code 9. That was crash 5 within 5 minutes.\nfirst\nout of memory',
    })
    await world.clock.advance(crashWindowMs)
    expect(world.processes).toHaveLength(crashLimit)
  })

  test('is started once more when the user wants it, with all its attempts', async () => {
    const world = await startedWorld()
    for (let i = 0; i < crashLimit; i++) {
      await world.crash()
      await world.clock.advance(5000)
      await world.becomeReady()
    }
    expect(world.host.state.state).toBe('failed')
    world.host.start()
    await world.becomeReady()
    expect(world.host.state).toEqual({ state: 'ready' })
    await world.crash()
    expect(world.host.state).toMatchObject({ state: 'backing-off', attempt: 1 })
  })

  test('seldom enough never fails', async () => {
    const world = await startedWorld()
    for (let i = 0; i < 3 * crashLimit; i++) {
      await world.crash()
      await world.clock.advance(5000)
      await world.becomeReady()
      await world.clock.advance(crashWindowMs / (crashLimit - 1))
      expect(world.host.state).toEqual({ state: 'ready' })
    }
  })

  test('counts once when its exit is told twice', async () => {
    const world = await startedWorld()
    world.latest.exit(2)
    await world.clock.advance(0)
    expect(world.host.state).toMatchObject({ state: 'backing-off', attempt: 1 })
    await world.clock.advance(250)
    expect(world.processes).toHaveLength(2)
  })

  test('cannot be connected to between its exit and the news of it', async () => {
    const world = await startedWorld()
    world.latest.exit()
    expect(world.host.connect()).toBeUndefined()
    expect(world.latest.wrongs).toEqual([])
  })

  test('that cannot even be started backs off and says why', async () => {
    const clock = new ManualClock()
    const host = new EngineHost<number>({
      startProcess: () => {
        throw new Error('no such file')
      },
      greet: () => Promise.resolve(),
      clock,
      show: () => {},
      onState: () => {},
    })
    host.start()
    await clock.advance(0)
    expect(host.state).toMatchObject({
      state: 'backing-off',
      cause: 'The engine could not be started: no such file',
    })
  })
})

describe('an engine that hangs', () => {
  test('at its start is killed, and only its exit lets the next one start', async () => {
    const world = new World()
    world.host.start()
    await world.clock.advance(startTimeoutMs)
    expect(world.latest.done).toContain('kill')
    await world.clock.advance(60_000)
    expect(world.processes).toHaveLength(1)
    await world.crash()
    expect(world.host.state).toMatchObject({
      state: 'backing-off',
      cause: 'The engine did not answer within 10 s of its start.',
    })
    await world.clock.advance(250)
    expect(world.processes).toHaveLength(2)
  })

  test('at quit is killed, and stop resolves even when that does not help', async () => {
    const world = await startedWorld()
    let stopped = false
    void world.host.stop().then(() => {
      stopped = true
    })
    await world.clock.advance(stopTimeoutMs - 1)
    expect(world.latest.done).not.toContain('kill')
    await world.clock.advance(1)
    expect(world.latest.done).toContain('kill')
    await world.clock.advance(killTimeoutMs)
    expect(stopped).toBe(true)
  })
})

test('an engine that answers wrongly is killed with that cause', async () => {
  const world = new World()
  world.host.start()
  world.greetings.at(-1)?.reject(new Failure('bad-message', 'An answer does not fit.'))
  await settled()
  expect(world.latest.done).toContain('kill')
  await world.crash()
  expect(world.host.state).toMatchObject({
    state: 'backing-off',
    cause: 'The engine does not answer as it should: An answer does not fit.',
  })
})

test('a greeting cut off by the exit leaves the cause to the exit', async () => {
  const world = new World()
  world.host.start()
  world.greetings.at(-1)?.reject(new Failure('engine-gone', 'gone'))
  await settled()
  expect(world.latest.done).not.toContain('kill')
  await world.crash()
  expect(world.host.state).toMatchObject({ cause: 'The engine ended by itself with exit code 9.' })
})

test('a stop while no engine runs resolves at once, and nothing starts afterwards', async () => {
  const world = await startedWorld()
  await world.crash()
  await world.host.stop()
  world.host.start()
  await world.clock.advance(60_000)
  expect(world.processes).toHaveLength(1)
})

const happening = fc.oneof(
  fc.record({ what: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 20_000 }) }),
  fc.record({ what: fc.constantFrom('greet', 'refuse', 'exit', 'exit twice', 'want', 'connect') }),
  fc.record({ what: fc.constant('late' as const), process: fc.nat(8) }),
)

test('whatever happens in whatever order, there is never more than one engine and never a post to one that exits', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 60 }), fc.boolean(), async (happenings, obeys) => {
      const world = new World()
      const check = (): void => {
        expect(world.processes.filter(({ alive }) => alive).length).toBeLessThanOrEqual(1)
        expect(world.processes.flatMap(({ wrongs }) => wrongs)).toEqual([])
      }
      const killed = new Set<ToldProcess>()
      const obeyKills = async (): Promise<void> => {
        for (const process of world.processes) {
          const toldToEnd = process.done.includes('kill') || (obeys && process.done.includes('stop'))
          if (process.alive && toldToEnd && !killed.has(process)) {
            killed.add(process)
            process.exit()
            await world.clock.advance(0)
          }
        }
      }
      world.host.start()
      for (const happens of happenings) {
        const latest = world.latest
        if (happens.what === 'advance' && 'ms' in happens) await world.clock.advance(happens.ms)
        if (happens.what === 'greet') world.greetings.at(-1)?.resolve()
        if (happens.what === 'refuse') world.greetings.at(-1)?.reject(new Failure('bad-message', 'no'))
        if (happens.what === 'exit' && latest.alive) latest.exit()
        if (happens.what === 'exit twice' && latest.alive) latest.exit(2)
        if (happens.what === 'want') world.host.start()
        if (happens.what === 'connect') world.host.connect()
        if ('process' in happens) {
          const old = world.processes[happens.process]
          if (old && !old.alive) old.exit()
        }
        check()
        await settled()
        await obeyKills()
        check()
      }
      const stopped = world.host.stop()
      await world.clock.advance(stopTimeoutMs)
      await obeyKills()
      await world.clock.advance(killTimeoutMs)
      await stopped
      check()
      expect(world.processes.filter(({ alive }) => alive)).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('crashes at any pace end in failed at the fifth within the window, and not before', async () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 150_000 }), { minLength: 1, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(pauses, async (list) => {
      const world = await startedWorld()
      const crashes: number[] = []
      for (const pause of list) {
        crashes.push(world.clock.now())
        await world.crash()
        const recent = crashes.filter((at) => world.clock.now() - at < crashWindowMs).length
        expect(world.host.state.state).toBe(recent >= crashLimit ? 'failed' : 'backing-off')
        if (world.host.state.state === 'failed') return
        await world.clock.advance(2000)
        await world.becomeReady()
        await world.clock.advance(pause)
      }
    }),
    { numRuns: 100 },
  )
})
