import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { BarColumns } from '#shared/bars/columns.ts'
import { oneMinute } from '#shared/bars/interval.ts'
import { addMs, formatUtc, minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { ManualTicker } from '../../time/manual-ticker.ts'
import type { Ticker } from '../../time/ticker.ts'
import { isProvenSilent } from '../answer/silence.ts'
import { HttpSource } from '../http/http-source.ts'
import type { SourceLimits } from '../limits/limits.ts'
import { endlessMs, HastyTicker } from '../testing/hasty-ticker.ts'
import { heldSecrets } from '../testing/held-secrets.ts'
import { sendJson, startServer } from '../testing/local-server.ts'
import { ask, later, letters, minutes, minutesOf, open } from '../testing/made-minutes.ts'
import { alpacaProtocol } from './protocol.ts'

const keys = { APCA_API_KEY_ID: 'PK-very-public', APCA_API_SECRET_KEY: 'sk+very/secret' }
const { signal } = new AbortController()
const limits: SourceLimits = { requestsPerMinute: 1000, parallel: 4, timeoutMs: endlessMs, tries: 5 }

interface Told {
  readonly ticker?: Ticker
  readonly limits?: Partial<SourceLimits>
  readonly variables?: Record<string, string>
}

function sourceAt(
  url: string,
  { ticker = new HastyTicker(), limits: own, variables = keys }: Told = {},
): HttpSource {
  const around = { time: later, calendars: new Calendars(), ticker, random: () => 0.5 }
  return new HttpSource(
    'alpaca',
    alpacaProtocol(url, 'iex'),
    { ...limits, ...own },
    heldSecrets(variables),
    around,
  )
}

type Answer = (url: URL, response: ServerResponse, before: number) => void

/** A server of these bars that keeps to the documented protocol, so many bars a page. */
function honest(bars: Readonly<Record<string, BarColumns>>, pageSize = 10_000): Answer {
  return (url, response) => {
    const parameter = (name: string): string => url.searchParams.get(name) ?? ''
    const [from, to] = [Date.parse(parameter('start')), Date.parse(parameter('end'))]
    const all = parameter('symbols')
      .split(',')
      .sort()
      .flatMap((symbol) => {
        const columns = bars[symbol] ?? minutes(0, 0)
        return [...columns.start].flatMap((start, index) =>
          start >= from && start <= to ? [{ symbol, bar: letters(columns, index, formatUtc) }] : [],
        )
      })
    const first = Number(parameter('page_token') || 0)
    const page: Record<string, unknown[]> = {}
    for (const { symbol, bar } of all.slice(first, first + pageSize)) {
      page[symbol] ??= []
      page[symbol].push(bar)
    }
    const next = first + pageSize < all.length ? String(first + pageSize) : null
    sendJson(response, { bars: page, next_page_token: next })
  }
}

/** Does something else for some of the requests, by how many came before. */
function except(isWrong: (before: number) => boolean, wrong: Answer, right: Answer): Answer {
  return (url, response, before) => (isWrong(before) ? wrong : right)(url, response, before)
}

const status = (code: number, body: unknown = {}, headers = {}): Answer => {
  return (_, response) => sendJson(response, body, code, headers)
}
const spy = minutes(0, 390)
const all = ask(['SPY'], 0, 390)

async function fetchFrom(answer: Answer, request = all, told: Told = {}) {
  const server = await startServer(answer)
  const reply = await sourceAt(server.url, told).fetch(request, signal)
  return { reply, answer: reply.answers.get('SPY'), requests: server.requests }
}

describe('bars from Alpaca', () => {
  test('come page by page, to the last digit', async () => {
    const both = ask(['SPY', 'IBM', 'AIG'], 0, 390)
    const ibm = minutes(0, 390, 50)
    const { reply } = await fetchFrom(honest({ SPY: spy, IBM: ibm }, 100), both)
    expect(reply).toMatchObject({ source: 'alpaca', tries: 8, request: both })
    const columnsOf = (symbol: string) => {
      const answer = reply.answers.get(symbol)
      return answer?.kind === 'bars' ? answer.columns : undefined
    }
    expect(columnsOf('SPY')).toEqual(spy)
    expect(columnsOf('IBM')).toEqual(ibm)
    expect(reply.answers.get('AIG')).toEqual({ kind: 'empty' })
  })

  test('are asked for unadjusted, of the feed that was chosen, with the keys in headers alone', async () => {
    const { requests } = await fetchFrom(honest({ SPY: spy }), ask(['SPY'], 3, 5))
    const [request] = requests
    const { pathname, searchParams } = new URL(request?.url ?? '', 'http://x')
    expect(pathname).toBe('/v2/stocks/bars')
    expect(Object.fromEntries(searchParams)).toEqual({
      symbols: 'SPY',
      timeframe: '1Min',
      start: '2024-07-08T13:33:00.000Z',
      end: '2024-07-08T13:34:59.999Z',
      limit: '10000',
      adjustment: 'raw',
      feed: 'iex',
      sort: 'asc',
    })
    expect(request?.headers).toMatchObject({
      'apca-api-key-id': keys.APCA_API_KEY_ID,
      'apca-api-secret-key': keys.APCA_API_SECRET_KEY,
    })
  })

  test('G1: the bar at the end of the window is not asked for', async () => {
    const { answer } = await fetchFrom(honest({ SPY: spy }), ask(['SPY'], 3, 5))
    expect(answer).toMatchObject({ kind: 'bars', rejected: [] })
    expect(minutesOf(answer)).toEqual([3, 4])
  })

  test('of many symbols are asked for a hundred at a time', async () => {
    const symbols = Array.from({ length: 250 }, (_, index) => `S${index}`)
    const { reply } = await fetchFrom(honest({ S249: spy }), ask(symbols, 0, 2))
    expect(reply.tries).toBe(3)
    expect(minutesOf(reply.answers.get('S249'))).toEqual([0, 1])
    expect(reply.answers.size).toBe(250)
  })

  test('are those of US stocks and of one minute', async () => {
    const crypto = await fetchFrom(honest({}), { ...all, exchange: '24/7' })
    expect(crypto.answer).toMatchObject({
      fault: { code: 'unsupported', cause: expect.stringMatching(/not of 24\/7/) },
    })
    const hours = await fetchFrom(honest({}), { ...all, interval: '1h' as typeof oneMinute })
    expect(hours.answer).toMatchObject({
      fault: { code: 'unsupported', cause: expect.stringMatching(/1m bars only/) },
    })
    expect([...crypto.requests, ...hours.requests]).toEqual([])
  })
})

describe('when the server is at fault', () => {
  const half = (before: number): boolean => before % 2 === 0
  const cutOff: Answer = (_, response) => {
    response.writeHead(200, { 'content-length': 1000 })
    response.write('{"bars":{"SPY":[{"t":"2024-07', () => response.destroy())
  }
  const garbage: Answer = (_, response) => response.end('<html>Bad gateway</html>')

  test.each([
    ['fails half of the time', status(500)],
    ['breaks off in the middle', cutOff],
    ['answers with garbage', garbage],
  ])('a server that %s: the same bars, with the tries counted', async (_, wrong) => {
    const { reply, answer } = await fetchFrom(except(half, wrong, honest({ SPY: spy }, 100)))
    expect(answer).toEqual({ kind: 'bars', columns: spy, rejected: [] })
    expect(reply.tries).toBe(8)
  })

  test.each([
    [
      'is in trouble',
      status(503, { message: 'down for repairs.' }),
      'server-error',
      /is in trouble \(503\): down for repairs\.$/,
    ],
    ['breaks off', cutOff, 'unreachable', /cannot be reached or broke off/],
    ['answers with garbage', garbage, 'bad-answer', /no JSON/],
    ['is asked too often', status(429), 'rate-limited', /fewer requests a minute/],
  ])('G3: a server that %s for ever: an end, with what is wrong', async (_, wrong, code, cause) => {
    const { reply, answer } = await fetchFrom(wrong)
    expect(answer).toMatchObject({
      kind: 'failed',
      fault: { code, retryable: true, cause: expect.stringMatching(cause) },
    })
    expect(reply.tries).toBe(5)
  })

  test.each([
    [401, 'refused', /refused the key \(401\): nope\. Check the key/],
    [403, 'refused', /refused the key \(403\): nope/],
    [422, 'bad-request', /does not take the request \(422\): nope/],
    [302, 'bad-answer', /points elsewhere \(302\)/],
  ])('status %i is not tried again', async (code, fault, cause) => {
    const headers = { location: 'http://127.0.0.1:9/elsewhere' }
    const { reply, answer } = await fetchFrom(status(code, { message: 'nope' }, headers))
    expect(answer).toMatchObject({
      fault: { code: fault, retryable: false, cause: expect.stringMatching(cause) },
    })
    expect(reply.tries).toBe(1)
  })

  test('a server that wants to be left alone is, and then asked again', async () => {
    const ticker = new HastyTicker()
    const wrong = status(429, {}, { 'retry-after': '7' })
    const { answer } = await fetchFrom(
      except((before) => before === 0, wrong, honest({ SPY: spy })),
      all,
      { ticker },
    )
    expect(answer?.kind).toBe('bars')
    expect(ticker.waits).toEqual([7000])
  })

  test('for an hour: then it is left to whoever asked', async () => {
    const { reply, answer } = await fetchFrom(
      status(429, {}, { 'retry-after': 'Sat, 20 Jul 2024 01:00:00 GMT' }),
    )
    expect(answer).toMatchObject({ fault: { code: 'rate-limited', retryAfterMs: 3_600_000 } })
    expect(reply.tries).toBe(1)
  })

  test('a silent server times out', async () => {
    const ticker = new ManualTicker()
    let asked = (): void => {}
    const received = new Promise<void>((resolve) => {
      asked = resolve
    })
    const server = await startServer(() => asked())
    const source = sourceAt(server.url, { ticker, limits: { timeoutMs: 20_000, tries: 1 } })
    const reply = source.fetch(all, signal)
    await received
    ticker.pass(20_000)
    expect((await reply).answers.get('SPY')).toMatchObject({
      kind: 'failed',
      fault: { code: 'timeout', retryable: true, cause: expect.stringMatching(/did not answer within 20 s/) },
    })
  })

  test('cancelling ends a request at once, also while it waits for another try', async () => {
    for (const answer of [() => {}, status(500)]) {
      const cancel = new AbortController()
      const server = await startServer((url, response) => {
        answer(url, response, 0)
        setImmediate(() => cancel.abort())
      })
      const reply = sourceAt(server.url, { ticker: new ManualTicker() }).fetch(all, cancel.signal)
      await expect(reply).rejects.toMatchObject({ code: 'cancelled' })
    }
  })

  test('nobody is there', async () => {
    const { answer } = {
      answer: (await sourceAt('http://127.0.0.1:1').fetch(all, signal)).answers.get('SPY'),
    }
    expect(answer).toMatchObject({
      fault: { code: 'unreachable', cause: expect.stringContaining('127.0.0.1:1') },
    })
  })
})

describe('when the pages are at fault', () => {
  const bars = (from: number, to: number): unknown[] =>
    Array.from({ length: to - from }, (_, index) => letters(spy, from + index, formatUtc))
  /** A server with a page for each request; where there is none it fails. */
  const pages = (...list: readonly unknown[]): Answer => {
    return (_, response, before) => {
      const page = list[before]
      if (page === undefined) sendJson(response, {}, 400)
      else sendJson(response, page)
    }
  }
  const page = (list: unknown[], token: string | null, symbol = 'SPY') => ({
    bars: { [symbol]: list },
    next_page_token: token,
  })

  test('the same page twice, and pages out of order: each bar once, sorted, complete', async () => {
    const twice = pages(
      page(bars(200, 390), 'a'),
      page(bars(0, 200), 'b'),
      page(bars(0, 200), 'c'),
      page([], null),
    )
    expect((await fetchFrom(twice)).answer).toEqual({ kind: 'bars', columns: spy, rejected: [] })
  })

  test('a token that comes again ends it: what came counts, and the rest is not silence', async () => {
    const again = pages(page(bars(0, 100), 'a'), page(bars(101, 200), 'b'), page(bars(200, 201), 'a'))
    const { answer, requests } = await fetchFrom(again)
    expect(requests).toHaveLength(3)
    if (answer?.kind !== 'truncated') throw new Error(answer?.kind)
    expect(answer).toMatchObject({
      until: open + 201 * minuteMs,
      fault: { code: 'bad-answer', retryable: false },
    })
    expect(minutesOf(answer)).toHaveLength(200)
    expect(isProvenSilent(answer, oneMinute, addMs(open, 100 * minuteMs))).toBe(true)
    expect(isProvenSilent(answer, oneMinute, addMs(open, 300 * minuteMs))).toBe(false)
  })

  test('tokens without end have one', async () => {
    const endless: Answer = (_, response, before) => sendJson(response, page(bars(0, 10), `t${before}`))
    const { answer, requests } = await fetchFrom(endless)
    expect(requests).toHaveLength(4)
    expect(answer).toMatchObject({ kind: 'truncated', until: open, fault: { code: 'bad-answer' } })
  })

  test('a truncated download is not a quiet market: symbols before it are whole, those behind it unknown', async () => {
    const stops = pages(page(bars(0, 390), 'a', 'AAA'), page(bars(0, 50), 'b', 'MMM'))
    const { reply } = await fetchFrom(stops, ask(['ZZZ', 'AAA', 'MMM', 'ABC'], 0, 390))
    expect(reply.answers.get('AAA')).toMatchObject({ kind: 'bars' })
    expect(reply.answers.get('ABC')).toEqual({ kind: 'empty' })
    expect(reply.answers.get('MMM')).toMatchObject({ kind: 'truncated', until: open + 50 * minuteMs })
    expect(reply.answers.get('ZZZ')).toMatchObject({ kind: 'failed', fault: { code: 'bad-request' } })
  })

  test('pages out of order that stop prove nothing of what is missing', async () => {
    const stops = pages(page(bars(300, 390), 'a'), page(bars(0, 100), 'b'))
    expect((await fetchFrom(stops)).answer).toMatchObject({ kind: 'truncated', until: open })
  })

  test.each([
    ['a list in place of bars', { bars: [1, 2], next_page_token: null }],
    ['text in place of bars', { bars: { SPY: 'none' }, next_page_token: null }],
    ['no object at all', 'hello'],
    ['a token that is none', { bars: {}, next_page_token: 5 }],
    ['bars of another symbol', page(bars(0, 1), null, 'IBM')],
  ])('%s is no answer', async (_, body) => {
    expect((await fetchFrom(pages(body))).answer).toMatchObject({
      kind: 'failed',
      fault: { code: 'bad-answer' },
    })
  })

  test('values of wrong types are rejected bar by bar', async () => {
    const [good, ...rest] = bars(0, 8) as Record<string, unknown>[]
    const wrong = [{ ...rest[0], o: '100' }, { ...rest[1], t: 1720445400 }, null]
    const { answer } = await fetchFrom(pages(page([good, ...wrong, ...rest.slice(3)], null)))
    expect(minutesOf(answer)).toEqual([0, 4, 5, 6, 7])
    expect(answer).toMatchObject({
      rejected: [
        { start: open + minuteMs, reason: '2024-07-08T13:31:00Z: open is no number' },
        { start: undefined, reason: 'has no time that can be read' },
        { start: undefined },
      ],
    })
  })

  test('null in place of bars is none', async () => {
    expect((await fetchFrom(pages({ bars: null, next_page_token: null }))).answer).toEqual({ kind: 'empty' })
  })
})

describe('keys', () => {
  test('are in nothing that is told, even when the server repeats them', async () => {
    const echo = `key ${keys.APCA_API_KEY_ID} with ${keys.APCA_API_SECRET_KEY} is wrong`
    for (const code of [401, 422, 500]) {
      const { reply } = await fetchFrom(status(code, { message: echo }))
      const server = await startServer(status(code, { message: echo }))
      const tested = await sourceAt(server.url).test(signal)
      const told = JSON.stringify([reply, [...reply.answers.values()], tested])
      for (const key of Object.values(keys)) expect(told).not.toContain(key)
      expect(told).toContain('is wrong')
    }
  })

  test('that are missing are asked for, with their place, before anything is sent', async () => {
    const { reply, answer, requests } = await fetchFrom(honest({}), all, {
      variables: { APCA_API_KEY_ID: 'x' },
    })
    const cause = 'alpaca needs a key that is not there; put it in the environment as APCA_API_SECRET_KEY.'
    expect(answer).toMatchObject({ kind: 'failed', fault: { code: 'no-key', cause, retryable: false } })
    expect(reply.tries).toBe(0)
    expect(requests).toEqual([])
  })
})

describe('a test of the source', () => {
  test.each([
    [honest({ SPY: spy }), true, /127\.0\.0\.1:\d+ takes the key and answers\.$/],
    [status(403, { message: 'forbidden.' }), false, /refused the key \(403\): forbidden\. Check the key/],
    [status(500), false, /is in trouble \(500\)/],
    [status(200, { hello: 1 }), false, /not the form of bars/],
  ])('says in one sentence how it stands %#', async (answer, ok, detail) => {
    const server = await startServer(answer)
    expect(await sourceAt(server.url).test(signal)).toEqual({ ok, detail: expect.stringMatching(detail) })
  })

  test('names the key that is missing', async () => {
    const { ok, detail } = await sourceAt('http://127.0.0.1:1', { variables: {} }).test(signal)
    expect({ ok, detail }).toEqual({ ok: false, detail: expect.stringMatching(/APCA_API_KEY_ID/) })
  })
})
