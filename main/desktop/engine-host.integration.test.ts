import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import type { EngineState } from '#shared/protocol/desktop-contract.ts'
import { type Clock, wallClock } from './clock.ts'
import { EngineHost, type EngineNews, type EngineProcess } from './engine-host.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-engine-host-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Answers every connection with its process id, prints what it is told to and ends when it is asked to. */
const obedient = program(
  'obedient',
  `process.on('message', (message) => {
    if (message === 'connect') process.send({ pid: process.pid })
    if (message === 'stop') process.exit(0)
  })`,
)
const deaf = program('deaf', `process.on('message', () => {}); process.on('SIGTERM', () => {})`)
const broken = program('broken', `console.error('cannot find the addon'); process.exit(3)`)

function program(name: string, source: string): string {
  const file = join(folder, `${name}.cjs`)
  writeFileSync(file, source)
  return file
}

/** A host whose engines are real processes of Node. A port is the promise of the engine's answer. */
function hostOf(file: string, clock: Clock = wallClock) {
  const children: ChildProcess[] = []
  const states: EngineState[] = []
  const startProcess = (news: EngineNews): EngineProcess<Promise<number>> => {
    const child = fork(file, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] })
    children.push(child)
    // A message to a child that has just ended is no failure of the test.
    child.on('error', () => {})
    // Its output is complete by then, as it is when the exit of a utility process is told.
    child.on('close', (code, signal) => news.exited(`It ended with ${code ?? signal}.`))
    child.stdout?.on('data', (chunk) => news.printed('stdout', String(chunk)))
    child.stderr?.on('data', (chunk) => news.printed('stderr', String(chunk)))
    return {
      connect() {
        const answer = new Promise<number>((resolve) =>
          child.once('message', (answer) => resolve(z.object({ pid: z.int() }).parse(answer).pid)),
        )
        child.send('connect')
        return answer
      },
      stop: () => void child.send('stop'),
      kill: () => void child.kill('SIGKILL'),
    }
  }
  const host = new EngineHost<Promise<number>>({
    startProcess,
    greet: async (port) => {
      await port
    },
    clock,
    show: () => {},
    onState: (state) => states.push(state),
  })
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL')
  })
  /** Waits until the engine has been in a state `times` times. */
  const reaches = (state: EngineState['state'], times = 1): Promise<void> =>
    vi.waitFor(() => expect(states.filter((seen) => seen.state === state)).toHaveLength(times), 60_000)
  return { host, children, reaches }
}

test('a real engine that is killed comes back as another process', async () => {
  const { host, children, reaches } = hostOf(obedient)
  host.start()
  await reaches('ready')
  const first = await host.connect()
  expect(first).toBe(children[0]?.pid)
  children[0]?.kill('SIGKILL')
  await reaches('ready', 2)
  const second = await host.connect()
  expect(second).toBe(children[1]?.pid)
  expect(second).not.toBe(first)
  await host.stop()
  expect(children[1]?.exitCode).toBe(0)
})

test('an engine that ends at every start fails with its own last words', async () => {
  const { host, children, reaches } = hostOf(broken)
  host.start()
  await reaches('failed')
  expect(children).toHaveLength(5)
  expect(host.state).toEqual({
    state: 'failed',
    cause: 'It ended with 3. That was crash 5 within 5 minutes.\ncannot find the addon',
  })
})

test('an engine that never answers is killed at every start until it has failed', async () => {
  const hurried: Clock = { now: wallClock.now, after: (ms, run) => wallClock.after(ms / 50, run) }
  const { host, children, reaches } = hostOf(deaf, hurried)
  host.start()
  await reaches('failed')
  expect(children.map(({ signalCode }) => signalCode)).toEqual(Array(5).fill('SIGKILL'))
  expect(host.state).toMatchObject({ cause: expect.stringContaining('did not answer within 10 s') })
})

test('an engine that does not stop is killed, and stop resolves', async () => {
  const hurried: Clock = { now: wallClock.now, after: (ms, run) => wallClock.after(ms / 50, run) }
  const { host, children } = hostOf(deaf, hurried)
  host.start()
  await host.stop()
  await vi.waitFor(() => expect(children[0]?.signalCode).toBe('SIGKILL'), 60_000)
})
