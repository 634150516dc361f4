import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { capture } from '../testing/captured-io.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-demo-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function demo(...argv: string[]) {
  return capture(['demo', '--store', 'demo.tapedeck', ...argv], { folder })
}

test('says what it made in one line, or as JSON', async () => {
  const { exit, stdout, stderr } = await demo()
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  expect(stdout).toMatch(/^.*demo\.tapedeck: 24 symbols, \d+ sessions, \d+ bars, all of them synthetic\n$/)
  const json = await capture(['demo', '--store', 'second.tapedeck', '--json'], { folder })
  expect(json.stdout).toMatch(/^\{"symbols":24,"sessions":\d+,"bars":\d+\}\n$/)
  expect(readdirSync(folder).filter((name) => name.endsWith('.tapedeck'))).toEqual([
    'demo.tapedeck',
    'second.tapedeck',
  ])
})

test('refuses a file that exists', async () => {
  writeFileSync(join(folder, 'demo.tapedeck'), 'mine')
  const { exit, stdout, stderr } = await demo()
  expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
  expect(stderr).toMatch(/demo\.tapedeck exists already; .*\n$/)
})

test('a folder that does not exist is named', async () => {
  const { exit, stderr } = await capture(['demo', '--store', 'none/demo.tapedeck'], { folder })
  expect(exit).toBe(1)
  expect(stderr).toMatch(/^[^\n]*none[^\n]*\n$/)
})

test('cancelled, it leaves nothing', async () => {
  const { exit, stdout, stderr } = await capture(['demo', '--store', 'demo.tapedeck'], {
    folder,
    signal: AbortSignal.abort(),
  })
  expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' })
  expect(stderr).toContain('cancelled')
  expect(existsSync(join(folder, 'demo.tapedeck'))).toBe(false)
  expect(readdirSync(folder)).toEqual([])
})

test('on a terminal it shows how far it is', async () => {
  const { stderr } = await capture(['demo', '--store', 'demo.tapedeck'], { folder, terminal: true })
  expect(stderr).toMatch(/░/)
  expect(stderr.endsWith('\r\u001b[2K')).toBe(true)
})
