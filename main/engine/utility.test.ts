import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { TestParent } from './rpc/testing/ports.ts'

/** This process, as one that Electron started. */
const utilityProcess = process as NodeJS.Process & { parentPort?: unknown }

const { argv } = process

afterEach(() => {
  process.argv = argv
  delete utilityProcess.parentPort
  vi.restoreAllMocks()
})

test('the process of the engine answers, says what it dies of, and stops when told', async () => {
  const parent = new TestParent()
  utilityProcess.parentPort = parent
  process.argv = ['node', 'engine.js', join(tmpdir(), 'no-folder', 'settings.json')]
  const lines: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  const codes: unknown[] = []
  const exited = new Promise<void>((resolve) => {
    vi.spyOn(process, 'exit').mockImplementation(((code: unknown) => {
      codes.push(code)
      resolve()
    }) as never)
  })
  const before = process.listeners('uncaughtException')
  await import('./utility.ts')
  const [handler] = process.listeners('uncaughtException').filter((listener) => !before.includes(listener))
  if (handler) process.off('uncaughtException', handler)

  const client = parent.connect()
  expect(await client.call('engine.hello', undefined)).toMatchObject({ pid: process.pid })
  parent.send({ type: 'stop' })
  await exited
  expect(codes).toEqual([0])
  client.close()

  handler?.(new Error('It broke.'), 'uncaughtException')
  expect(codes).toEqual([0, 1])
  expect(lines.join('')).toMatch(/^engine: Error: It broke\./)
})
