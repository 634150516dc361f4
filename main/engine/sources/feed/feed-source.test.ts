import { describe, expect, test } from 'vitest'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { parseOverlay } from '#shared/calendar/overlay.ts'
import { addMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { type MinuteRow, minuteBatch, openOf } from '../../store/testing/batches.ts'
import { file, openWriter } from '../../store/testing/temporary-store.ts'
import { isProvenSilent } from '../answer/silence.ts'
import type { BarRequest } from '../data-source.ts'
import { FeedSource } from './feed-source.ts'

const time = { now: () => epochMs(Date.UTC(2024, 6, 20)) }
const { signal } = new AbortController()
const open = epochMs(openOf('2024-07-08'))

function row(minute: number, close = 2): MinuteRow {
  return [minute, 2, 3, 1, close, 100 + minute]
}

function rows(from: number, to: number, close = 2): MinuteRow[] {
  return Array.from({ length: to - from }, (_, index) => row(from + index, close))
}

/** A store whose feed "one" lacks minutes 2 and 3 and whose feed "two" lacks minute 3 and what follows 9:59. */
function twoFeeds() {
  const store = openWriter()
  store.importFile(file({ feed: 'one' }), [minuteBatch([...rows(0, 2, 1.5), ...rows(4, 390, 1.5)])])
  store.importFile(file({ feed: 'two' }), [minuteBatch([...rows(0, 3), ...rows(4, 30)])])
  return { store, source: new FeedSource('second', 'two', store, { time, calendars: new Calendars() }) }
}

function ask(from: number, to: number, told: Partial<BarRequest> = {}): BarRequest {
  return {
    id: 'r1',
    exchange: 'XNYS',
    symbols: ['SPY'],
    interval: oneMinute,
    start: addMs(open, from * minuteMs),
    end: addMs(open, to * minuteMs),
    ...told,
  }
}

describe('another feed of the same store', () => {
  test('lives beside the first one, which readers go on to see', () => {
    const { store } = twoFeeds()
    expect(store.feeds()).toEqual(['one', 'two'])
    const first = store.readSession('SPY', oneMinute, minuteBatch([]).session)
    expect(first).toMatchObject({ feed: 'one', bars: 388 })
    expect(first?.columns.close[0]).toBe(1.5)
  })

  test('gives its own bars of the window to the last digit, and proves what it lacks', async () => {
    const { source } = twoFeeds()
    const reply = await source.fetch(ask(1, 4), signal)
    expect(reply).toMatchObject({ source: 'second', request: { id: 'r1' }, tries: 1, askedAt: time.now() })
    const answer = reply.answers.get('SPY')
    if (answer?.kind !== 'bars') throw new Error(`not bars but ${answer?.kind}`)
    expect([...answer.columns.start]).toEqual([open + minuteMs, open + 2 * minuteMs])
    expect([...answer.columns.close]).toEqual([2, 2])
    expect([...answer.columns.volume]).toEqual([101, 102])
    expect(isProvenSilent(answer, oneMinute, addMs(open, 3 * minuteMs))).toBe(true)
  })

  test('a window without a bar between others is proven empty', async () => {
    const { source } = twoFeeds()
    expect((await source.fetch(ask(3, 4), signal)).answers.get('SPY')).toEqual({ kind: 'empty' })
  })

  test('a session that ends early is not a quiet market', async () => {
    const { source } = twoFeeds()
    const answer = (await source.fetch(ask(28, 60), signal)).answers.get('SPY')
    expect(answer).toMatchObject({
      kind: 'truncated',
      until: open + 30 * minuteMs,
      fault: {
        code: 'no-data',
        retryable: false,
        cause: expect.stringContaining('end at 2024-07-08T14:00:00Z'),
      },
    })
    expect((await source.fetch(ask(60, 90), signal)).answers.get('SPY')).toMatchObject({
      kind: 'failed',
      fault: { code: 'no-data' },
    })
  })

  test('a session that begins late is not a quiet market before its first bar', async () => {
    const store = openWriter()
    store.importFile(file({ feed: 'late' }), [minuteBatch([...rows(45, 60), ...rows(61, 390)])])
    const source = new FeedSource('late', 'late', store, { time, calendars: new Calendars() })
    const answer = (await source.fetch(ask(40, 70), signal)).answers.get('SPY')
    expect(answer).toMatchObject({
      kind: 'truncated',
      since: open + 45 * minuteMs,
      until: open + 70 * minuteMs,
      fault: { code: 'no-data', cause: expect.stringContaining('begin at 2024-07-08T14:15:00Z') },
    })
    const isSilent = (minute: number) =>
      answer && isProvenSilent(answer, oneMinute, addMs(open, minute * minuteMs))
    expect([44, 45, 60].map(isSilent)).toEqual([false, false, true])
    expect((await source.fetch(ask(0, 45), signal)).answers.get('SPY')).toMatchObject({
      kind: 'failed',
      fault: { code: 'no-data' },
    })
    expect((await source.fetch(ask(60, 61), signal)).answers.get('SPY')).toEqual({ kind: 'empty' })
  })

  test.each([
    ['as long as others between its bars', [...rows(2, 9), ...rows(11, 388)], 'empty'],
    ['longer than any between its bars', [...rows(2, 9), ...rows(10, 388)], 'failed'],
    ['as long as a hole that is a fault itself', [...rows(30, 90), ...rows(120, 360)], 'failed'],
  ])('missing minutes at both ends that are %s', async (_, minutes, kind) => {
    const store = openWriter()
    store.importFile(file({ feed: 'quiet' }), [minuteBatch(minutes)])
    const source = new FeedSource('quiet', 'quiet', store, { time, calendars: new Calendars() })
    for (const minute of [0, 389])
      expect((await source.fetch(ask(minute, minute + 1), signal)).answers.get('SPY')?.kind).toBe(kind)
  })

  test('bars before the open show that the opening was not cut off', async () => {
    const store = openWriter()
    store.importFile(file({ feed: 'early' }), [minuteBatch([row(-30), ...rows(10, 390)])])
    const source = new FeedSource('early', 'early', store, { time, calendars: new Calendars() })
    expect((await source.fetch(ask(0, 10), signal)).answers.get('SPY')).toEqual({ kind: 'empty' })
  })

  test('R7: a session that the user says closed early is complete at that close', async () => {
    const { store } = twoFeeds()
    const earlyCloses = [{ date: minuteBatch([]).session, reason: 'flood', close: '10:00' }]
    const calendars = new Calendars(new Map([['XNYS', parseOverlay({ earlyCloses })]]))
    const source = new FeedSource('second', 'two', store, { time, calendars })
    expect((await source.fetch(ask(28, 60), signal)).answers.get('SPY')?.kind).toBe('bars')
  })

  test('a symbol or session it does not have says nothing, and hurts no other symbol', async () => {
    const { source } = twoFeeds()
    const { answers } = await source.fetch(ask(0, 2, { symbols: ['SPY', 'IBM'] }), signal)
    expect(answers.get('SPY')?.kind).toBe('bars')
    expect(answers.get('IBM')).toMatchObject({
      kind: 'failed',
      fault: { code: 'no-data', cause: 'second has no 1m bars of IBM in session 2024-07-08.' },
    })
    const next = await source.fetch(ask(24 * 60, 24 * 60 + 5), signal)
    expect(next.answers.get('SPY')).toMatchObject({ fault: { cause: expect.stringContaining('2024-07-09') } })
  })

  test.each([
    [{ interval: oneDay }, 'unsupported', /bars within a day only, not for 1d/],
    [{ exchange: 'XXXX' }, 'unsupported', /XXXX/],
    [{ start: epochMs(-1e12), end: epochMs(-1e12 + minuteMs) }, 'unsupported', /XNYS/],
    [{ interval: '5m' as Interval }, 'no-data', /no 5m bars of SPY/],
  ])('what it cannot answer at all is said: %j', async (told, code, cause) => {
    const { source } = twoFeeds()
    const answer = (await source.fetch(ask(0, 1, told), signal)).answers.get('SPY')
    expect(answer).toMatchObject({ kind: 'failed', fault: { code, cause: expect.stringMatching(cause) } })
  })

  test('is cancelled at once', async () => {
    const { source } = twoFeeds()
    await expect(source.fetch(ask(0, 1), AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('a test says whether there is such a feed', async () => {
    const { source, store } = twoFeeds()
    expect(await source.test(signal)).toEqual({ ok: true, detail: `${store.path} has feed two.` })
    const wrong = new FeedSource('third', 'three', store, { time, calendars: new Calendars() })
    const { ok, detail } = await wrong.test(signal)
    expect(ok).toBe(false)
    expect(detail).toMatch(/has no feed three: it has one, two; import bars with --feed three/)
    const answer = (await wrong.fetch(ask(0, 1), signal)).answers.get('SPY')
    expect(answer).toMatchObject({ kind: 'failed', fault: { code: 'missing', cause: detail } })
  })
})
