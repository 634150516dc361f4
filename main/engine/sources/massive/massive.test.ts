import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { Calendars } from '../../calendars/calendars.ts'
import { HttpSource } from '../http/http-source.ts'
import { endlessMs, HastyTicker } from '../testing/hasty-ticker.ts'
import { heldSecrets } from '../testing/held-secrets.ts'
import { sendJson, startServer } from '../testing/local-server.ts'
import { ask, later, letters, minutes, minutesOf, open } from '../testing/made-minutes.ts'
import { massiveProtocol } from './protocol.ts'

const key = 'mk-very-secret'
const { signal } = new AbortController()
const spy = minutes(0, 390)
const all = ask(['SPY'], 0, 390)

type Answer = (url: URL, response: ServerResponse, before: number, base: string) => void

function sourceAt(url: string, variables: Record<string, string> = { MASSIVE_API_KEY: key }): HttpSource {
  const limits = { requestsPerMinute: 1000, parallel: 4, timeoutMs: endlessMs, tries: 3 }
  const around = { time: later, calendars: new Calendars(), ticker: new HastyTicker(), random: () => 0.5 }
  return new HttpSource('massive', massiveProtocol(url), limits, heldSecrets(variables), around)
}

function bars(from: number, to: number): unknown[] {
  return Array.from({ length: to - from }, (_, index) => ({
    ...letters(spy, from + index, Number),
    vw: 1,
    n: 2,
  }))
}

/** A server of SPY that keeps to the documented protocol, so many bars a page. */
function honest(pageSize = 50_000): Answer {
  return (url, response, _, base) => {
    const [, , , , ticker = '', , , , from, to] = url.pathname.split('/')
    const inside = ticker === 'SPY' ? [...spy.start.keys()] : []
    const list = inside.filter((index) => {
      const start = Number(spy.start[index])
      return start >= Number(from) && start <= Number(to)
    })
    const first = Number(url.searchParams.get('cursor') ?? 0)
    const results = list.slice(first, first + pageSize).flatMap((index) => bars(index, index + 1))
    const isMore = first + pageSize < list.length
    sendJson(response, {
      ticker,
      adjusted: false,
      status: 'OK',
      resultsCount: results.length,
      ...(results.length > 0 && { results }),
      ...(isMore && { next_url: `${base}${url.pathname}?cursor=${first + pageSize}` }),
    })
  }
}

async function fetchFrom(answer: Answer, request = all) {
  let base = ''
  const server = await startServer((url, response, before) => answer(url, response, before, base))
  base = server.url
  const reply = await sourceAt(server.url).fetch(request, signal)
  return { reply, answer: reply.answers.get('SPY'), requests: server.requests }
}

const body = (told: object): Answer => {
  return (_, response) => sendJson(response, told)
}

describe('aggregates from Massive', () => {
  test('come page by page, to the last digit', async () => {
    const { reply, answer } = await fetchFrom(honest(100))
    expect(answer).toEqual({ kind: 'bars', columns: spy, rejected: [] })
    expect(reply.tries).toBe(4)
  })

  test('are asked for unadjusted and in order, with the key in a header alone, symbol by symbol', async () => {
    const { reply, requests } = await fetchFrom(honest(), ask(['SPY', 'BRK.B'], 3, 5))
    const asked = requests.map(({ url }) => url).sort()
    const window = `${open + 3 * 60_000}/${open + 5 * 60_000 - 1}`
    const query = '?adjusted=false&sort=asc&limit=50000'
    expect(asked).toEqual(
      ['BRK.B', 'SPY'].map((symbol) => `/v2/aggs/ticker/${symbol}/range/1/minute/${window}${query}`),
    )
    for (const { headers } of requests) expect(headers.authorization).toBe(`Bearer ${key}`)
    expect(minutesOf(reply.answers.get('SPY'))).toEqual([3, 4])
    expect(reply.answers.get('BRK.B')).toEqual({ kind: 'empty' })
  })

  test('the next page is not asked of another server, which would see the key', async () => {
    const strangers: unknown[] = []
    const stranger = await startServer((_, response) => {
      strangers.push(1)
      sendJson(response, {})
    })
    for (const url of [
      `${stranger.url}/v2/more`,
      'https://evil.example/x',
      'http://',
      'file:///etc/passwd',
    ]) {
      const { answer } = await fetchFrom(body({ results: bars(0, 10), next_url: url }))
      expect(answer).toMatchObject({
        kind: 'truncated',
        until: open + 10 * 60_000,
        fault: { code: 'bad-answer', cause: expect.stringContaining('lies on another server') },
      })
    }
    expect(strangers).toEqual([])
  })

  test.each([
    ['fewer bars than it says', { resultsCount: 5, results: bars(0, 3) }, /says 5 bars and has 3/],
    ['another symbol', { ticker: 'IBM', results: bars(0, 3) }, /bars of IBM, which it was not asked for/],
    ['text for results', { results: 'none' }, /not the form of aggregates/],
    ['a list', [], /not the form of aggregates/],
  ])('%s is no answer', async (_, told, cause) => {
    const { answer } = await fetchFrom(body(told))
    expect(answer).toMatchObject({
      kind: 'failed',
      fault: { code: 'bad-answer', cause: expect.stringMatching(cause) },
    })
  })

  test('a key that is refused is named as such and told to nobody', async () => {
    const refused: Answer = (_, response) =>
      sendJson(response, { status: 'ERROR', error: `Unknown API Key ${key}` }, 401)
    const { reply } = await fetchFrom(refused)
    const told = JSON.stringify([...reply.answers.values()])
    expect(told).toMatch(/refused the key \(401\): Unknown API Key …/)
    expect(told).not.toContain(key)
  })

  test('a test says how it stands', async () => {
    const server = await startServer((url, response, before) => honest()(url, response, before, ''))
    expect(await sourceAt(server.url).test(signal)).toMatchObject({ ok: true })
    expect(await sourceAt(server.url, {}).test(signal)).toEqual({
      ok: false,
      detail: 'massive needs a key that is not there; put it in the environment as MASSIVE_API_KEY.',
    })
  })
})
