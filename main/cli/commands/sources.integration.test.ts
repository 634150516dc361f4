import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { capture } from '../testing/captured-io.ts'

let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-sources-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'SPY.csv'), 'time,open,high,low,close,volume\n2024-07-08T13:30:00Z,1,1,1,1,1\n')
  expect(
    (await capture(['import', 'SPY.csv', '--store', 's.tapedeck', '--feed', 'one'], { folder })).exit,
  ).toBe(0)
})

function sources(line: string, variables: Record<string, string> = {}) {
  return capture(['sources', ...line.split(' '), '--store', 's.tapedeck'], { folder, variables })
}

async function names(): Promise<string[]> {
  const { stdout } = await sources('list --json')
  return JSON.parse(stdout).map(({ name }: { name: string }) => name)
}

describe('sources', () => {
  test('are added, listed in their order and removed', async () => {
    expect(await sources('add lean lean:data --exchange xnys')).toEqual({ exit: 0, stdout: '', stderr: '' })
    expect((await sources('add web alpaca --feed iex --rate 100 --timeout 5 --place 1')).exit).toBe(0)
    const { exit, stdout } = await sources('list --json')
    expect(exit).toBe(0)
    expect(JSON.parse(stdout)).toEqual([
      {
        place: 1,
        name: 'web',
        kind: 'alpaca',
        options: { feed: 'iex', url: 'https://data.alpaca.markets' },
        limits: { requestsPerMinute: 100, timeoutMs: 5000 },
      },
      {
        place: 2,
        name: 'lean',
        kind: `lean:${join(folder, 'data')}`,
        options: { exchange: 'XNYS' },
        limits: {},
      },
    ])
    expect((await sources('list')).stdout).toBe(`1  web   alpaca\n2  lean  lean:${join(folder, 'data')}\n`)
    expect(await sources('remove web')).toEqual({ exit: 0, stdout: '', stderr: '' })
    expect(await names()).toEqual(['lean'])
  })

  test('a store without any says so', async () => {
    expect(await sources('list')).toMatchObject({
      exit: 0,
      stdout: '',
      stderr: expect.stringMatching(/no sources/),
    })
    expect(await sources('list --json')).toEqual({ exit: 0, stdout: '[]\n', stderr: '' })
  })

  test('a test says in one sentence how a source stands, and fails when it cannot be asked', async () => {
    await sources('add good feed:one')
    await sources('add bad feed:two')
    await sources('add gone lean:data')
    expect(await sources('test good')).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/has feed one\.\n$/),
    })
    const { exit, stdout, stderr } = await sources('test bad --json')
    expect({ exit, result: JSON.parse(stdout) }).toEqual({
      exit: 1,
      result: { name: 'bad', ok: false, detail: stderr.trim() },
    })
    expect(stderr).toMatch(/has no feed two: it has one; import bars with --feed two\.\n$/)
    expect((await sources('test gone')).stderr).toMatch(/data: there is no such file or folder/)
    mkdirSync(join(folder, 'data'))
    expect((await sources('test gone')).stderr).toMatch(/data holds no files of bars/)
  })

  test('keys come from the environment and are in no file and on no screen', async () => {
    const secrets = { APCA_API_KEY_ID: 'PKSECRET1', APCA_API_SECRET_KEY: 'SECRET2+/x' }
    let refuse = false
    const server = createServer((request, response) => {
      const said = JSON.stringify(request.headers)
      response.writeHead(refuse ? 403 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(refuse ? { message: said } : { bars: {}, next_page_token: null }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const keys = { ...secrets, TAPEDECK_KEY_SERVERS: `alpaca=${url}` }
    const told = [await sources(`add web alpaca --url ${url}`, keys), await sources('test web', keys)]
    expect(told[1]).toMatchObject({ exit: 0, stdout: expect.stringMatching(/takes the key and answers/) })
    refuse = true
    told.push(await sources('test web --json', keys), await sources('list --json', keys))
    expect(told[2]).toMatchObject({ exit: 1, stderr: expect.stringMatching(/refused the key \(403\)/) })
    const nobody = await sources('test web')
    expect(nobody).toMatchObject({
      exit: 1,
      stderr: expect.stringMatching(/in the environment as APCA_API_KEY_ID/),
    })
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
      readFileSync(join(folder, name), 'latin1'),
    )
    for (const key of Object.values(secrets)) expect(JSON.stringify([told, files])).not.toContain(key)
  })

  test('a server that a store names is shown no key of the environment, unless that names it too', async () => {
    const seen: string[] = []
    const server = createServer((request, response) => {
      seen.push(JSON.stringify([request.url, request.headers]))
      response.end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const keys = { APCA_API_KEY_ID: 'id1', APCA_API_SECRET_KEY: 'id2', MASSIVE_API_KEY: 'id3' }
    for (const kind of ['alpaca', 'massive']) {
      expect((await sources(`add ${kind} ${kind} --url ${url}/`)).stderr).toMatch(
        new RegExp(`only when TAPEDECK_KEY_SERVERS there has ${kind}=${url} in it\n$`),
      )
      const { exit, stderr } = await sources(`test ${kind}`, keys)
      expect({ exit, seen }).toEqual({ exit: 1, seen: [] })
      expect(stderr).toContain(
        `if this server may have it, say so there with TAPEDECK_KEY_SERVERS=${kind}=${url}`,
      )
      const { exit: filled } = await capture(
        [
          'fill',
          '--store',
          's.tapedeck',
          '--symbol',
          'SPY',
          '--session',
          '2024-07-08',
          '--from-source',
          kind,
        ],
        { folder, variables: keys },
      )
      expect({ filled, seen }).toEqual({ filled: 1, seen: [] })
    }
    await sources('test massive', { ...keys, TAPEDECK_KEY_SERVERS: `massive=${url}` })
    expect(seen).toHaveLength(1)
    expect(seen[0]).toContain('Bearer id3')
  })

  test.each([
    ['list more', 2, /"more" is not expected/],
    ['look', 2, /"look" is none of list, add, test, remove/],
    ['add', 2, /NAME is missing/],
    ['add lean', 2, /KIND is missing, one of feed:NAME/],
    ['add Lean lean:data', 2, /NAME has lower case letters/],
    ['add x yahoo', 2, /"yahoo" is no kind of source/],
    ['add x alpaca --url http://data.example.com', 2, /must begin with https/],
    ['add x massive --feed iex', 2, /massive takes no --feed/],
    ['add x alpaca --rate often', 2, /--rate is a whole number/],
    ['add x lean:data --exchange MOON', 1, /MOON/],
    ['test x --rate 5', 2, /--rate belongs to add/],
    ['test x y', 2, /"y" is not expected/],
    ['test x', 1, /has no source x; it has none/],
    ['remove x', 1, /has no source x; it has none/],
  ])('%s ends with %i', async (line, exit, message) => {
    const result = await sources(line)
    expect({ exit: result.exit, stdout: result.stdout }).toEqual({ exit, stdout: '' })
    expect(result.stderr).toMatch(message)
    expect(result.stderr).toMatch(/^[^\n]+\n$/)
  })

  test('of a store that is not there nothing is made', async () => {
    const { exit, stderr } = await capture(['sources', 'add', 'x', 'alpaca', '--store', 'none'], { folder })
    expect({ exit, stderr }).toEqual({ exit: 1, stderr: expect.stringMatching(/no store at .*none/) })
    expect(readdirSync(folder)).not.toContain('none')
  })
})
