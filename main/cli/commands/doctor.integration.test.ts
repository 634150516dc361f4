import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { capture } from '../testing/captured-io.ts'

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-doctor-'))

function doctor(...argv: string[]) {
  return capture(['doctor', '--store', 'store.tapedeck', '--settings', 'settings.json', ...argv], { folder })
}

beforeAll(async () => {
  expect((await capture(['demo', '--store', 'store.tapedeck'], { folder })).exit).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a demo store is in good health: JSON of every check, exit 0', async () => {
  const { exit, stdout, stderr } = await doctor('--json')
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  const checks = JSON.parse(stdout) as Record<string, string>[]
  for (const check of checks) {
    expect(Object.keys(check)).toEqual(['part', 'name', 'status', 'detail', 'remedy'])
    expect(check.status).toBe('ok')
  }
  expect(new Set(checks.map(({ part }) => part))).toEqual(
    new Set(['program', 'store', 'calendar', 'feed', 'watchlist', 'settings']),
  )
})

test('for a person: a line a check, what to do below it, and a summary', async () => {
  writeFileSync(join(folder, 'settings.json'), '{"version":1,"settings":{"sessionTimeoutSeconds":5}}')
  const { exit, stdout } = await doctor()
  expect(exit).toBe(0)
  expect(stdout).toMatch(/^ok {7}store integrity +SQLite finds nothing wrong$/m)
  expect(stdout).toMatch(
    /^warning {2}settings sessionTimeoutSeconds +.*60 to 600 makes sense.*\n +→ change it/m,
  )
  expect(stdout).toMatch(/\n\n.*store\.tapedeck: \d+ checks, errors: 0, warnings: 1\n$/)
  rmSync(join(folder, 'settings.json'))
  expect((await doctor()).stdout).toMatch(/: all \d+ checks are ok\n$/)
})

test('without --settings it is the file of the user', async () => {
  const { exit, stdout } = await capture(['doctor', '--store', 'store.tapedeck', '--json'], { folder })
  expect(exit).toBe(0)
  const checks = JSON.parse(stdout) as Record<string, string>[]
  const { detail } = checks.find(({ part }) => part === 'settings') ?? {}
  expect(detail).toContain(`there is none at ${join(folder, 'home', '.config')}`)
})

test('an error is exit 1 with one line on stderr, and the report is printed all the same', async () => {
  truncateSync(join(folder, 'store.tapedeck'), 50_000)
  const { exit, stdout, stderr } = await doctor('--json')
  expect(exit).toBe(1)
  expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ part: 'store', status: 'error' }))
  expect(stderr).toMatch(/^.*store\.tapedeck: errors in store opens; the report says what to do\n$/)
})

test('--store is needed', async () => {
  expect(await capture(['doctor'], { folder })).toMatchObject({ exit: 2, stdout: '' })
})
