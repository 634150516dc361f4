import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type PostgresServer,
  postgresPrograms,
  startPostgres,
} from '../../engine/sources/testing/postgres-server.ts'
import { capture } from '../testing/captured-io.ts'

const programs = postgresPrograms()
const folder = mkdtempSync(join(tmpdir(), 'tapedeck-publish-'))
let variables: Record<string, string> = {}

function tapedeck(line: string, environment = variables) {
  return capture([...line.split(' '), '--store', 's.tapedeck'], { folder, variables: environment })
}

beforeAll(async () => {
  expect((await tapedeck('demo')).exit).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf(!programs)('publish to a real server', () => {
  let server: PostgresServer

  beforeAll(async () => {
    server = await startPostgres(programs ?? '')
    variables = { PGPASSWORD: server.password }
    const place = `--host ${server.host} --user ${server.user}`
    expect((await tapedeck(`sources add team postgres:postgres ${place}`)).exit).toBe(0)
  })
  afterAll(async () => {
    await server?.stop()
  })

  test('writes what is asked for, and a second time changes nothing', async () => {
    const line = 'publish --to team --symbol MIRVA --from 2024-11-27 --to 2024-11-29 --json'
    const first = await tapedeck(line)
    expect({ exit: first.exit, stderr: first.stderr }).toEqual({ exit: 0, stderr: '' })
    const { changed, ...counts } = JSON.parse(first.stdout)
    expect(counts).toMatchObject({ symbols: 1 })
    expect(changed).toBe(counts.bars)
    expect(changed).toBeGreaterThan(390)
    expect(JSON.parse((await tapedeck(line)).stdout)).toEqual({ ...counts, changed: 0 })
    expect((await tapedeck('publish --to team --symbol MIRVA --from 2024-11-29')).stdout).toMatch(
      /^team: 1 symbols, \d+ sessions, \d+ bars, \d+ of them new or changed\n$/,
    )
    expect((await tapedeck('sources test team')).stdout).toMatch(/table bars of postgres on .* can be read/)
  })

  test('without the password it fails and says where that goes', async () => {
    const { exit, stderr } = await tapedeck('publish --to team', {})
    expect({ exit, stderr }).toEqual({
      exit: 1,
      stderr: expect.stringMatching(
        /wants a password that is not there\. Put it in the environment as PGPASSWORD\./,
      ),
    })
    expect((await tapedeck('sources test team', {})).stderr).toMatch(/in the environment as PGPASSWORD/)
  })
})

test.each([
  ['publish', 2, /--to NAME is missing/],
  ['publish --to 2024-11-29', 2, /--to NAME is missing/],
  ['publish --to a --to b', 2, /--to is given twice/],
  ['publish --to a --from 2024-11-29 --to 2024-11-27', 2, /--from 2024-11-29 lies after --to 2024-11-27/],
  ['publish --to nobody', 1, /no source nobody/],
  ['publish --to feed', 2, /--to is a source of kind postgres, and feed is feed:synthetic/],
])('%s ends with %i', async (line, exit, message) => {
  await tapedeck('sources add feed feed:synthetic')
  const result = await tapedeck(line)
  expect({ exit: result.exit, stdout: result.stdout }).toEqual({ exit, stdout: '' })
  expect(result.stderr).toMatch(message)
})
