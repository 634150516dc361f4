import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Frame, ReplayInfo, ReplayOpening } from '#shared/protocol/replay-calls.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { everyMinute, fillStore, xnysSession } from '../system/testing/fill-store.ts'
import { startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'

const day = '2024-01-10' as SessionDate
const { open } = xnysSession(day)
const symbols = Array.from({ length: 30 }, (_, index) => `S${index + 10}`)
const shown = { interval: '5m' as Interval, trailing: true }

let engine: TestEngine
/** What came, in its order: frames, the charts that are shown early, and the answer. */
let came: ({ frame: Frame } | { early: ReplayOpening } | { answer: ReplayInfo })[]

beforeEach(async () => {
  engine = startTestEngine()
  came = []
  const path = join(engine.folder, 'bars.tape')
  fillStore(
    path,
    ['2024-01-08', '2024-01-09', day].flatMap((session) =>
      symbols.map((symbol, seed) => ({ symbol, session, minutes: everyMinute, seed })),
    ),
  )
  const { client } = engine
  await client.call('store.open', { path })
  client.on('replay.opening', (early) => came.push({ early }))
  client.on('frame', (frame) => {
    came.push({ frame })
    client.signal('frame.drawn', { seq: frame.seq })
  })
})
afterEach(() => engine.close())

async function openWith(more: {
  readonly opening?: number
  readonly at?: typeof open
  readonly symbol?: string
}) {
  const { symbol = 'S20', ...told } = more
  const answer = await engine.client.call('replay.open', {
    ...{ session: day, exchange: 'XNYS', symbols, hours: 'regular' },
    trailing: [{ interval: oneMinute, sessions: 2 }],
    charts: [{ chart: 4, symbol, ...shown, indicators: [{ id: 1, name: 'sma', params: { period: 3 } }] }],
    ...told,
  })
  came.push({ answer })
  await expect.poll(() => frames().at(-1)?.quotes.last.length).toBe(symbols.length)
  return answer
}

function frames(): readonly Frame[] {
  return came.flatMap((one) => ('frame' in one ? [one.frame] : []))
}

/** Bars and values of a chart as the window has them after all frames. */
function chartNow(chart: number) {
  const starts: number[] = []
  const closes: number[] = []
  const values: number[] = []
  for (const { charts } of frames())
    for (const { from, columns, indicators } of charts.filter((update) => update.chart === chart)) {
      starts.splice(from, starts.length, ...columns.start)
      closes.splice(from, closes.length, ...columns.close)
      values.splice(from, values.length, ...(indicators[0]?.lines[0] ?? []))
    }
  return { starts, closes, values }
}

test('a session that has to be read shows its charts before the rest of it is there, and sends their bars once', async () => {
  const answer = await openWith({ opening: 7 })
  const places = came.map((one) => Object.keys(one)[0])
  expect(places.slice(0, 2)).toEqual(['early', 'frame'])
  expect(places.indexOf('answer')).toBeGreaterThan(1)
  const [first] = came
  const early = first && 'early' in first ? first.early : undefined
  expect(early?.opening).toBe(7)
  expect(early?.info).toMatchObject({ session: day, exchanges: answer.exchanges })
  expect(early?.info.symbols).toEqual(answer.symbols.filter(({ symbol }) => symbol === 'S20'))
  expect(answer.symbols.map(({ symbol }) => symbol)).toEqual(symbols)
  const bars = frames().flatMap(({ charts }) => charts.map(({ columns }) => columns.start.length))
  expect(bars).toEqual([156])
  expect(frames().every(({ clock, playing }) => clock === open && !playing)).toBe(true)
})

test('what charts have after it is the same as without', async () => {
  const at = addMs(open, 200 * minuteMs)
  await openWith({ opening: 1, at })
  const early = chartNow(4)
  expect(came.some((one) => 'early' in one)).toBe(true)
  came = []
  await openWith({ at })
  expect(came.some((one) => 'early' in one)).toBe(false)
  expect(early).toEqual(chartNow(4))
  expect(early.starts.length).toBe(156 + 40)
})

test('a chart of a symbol that is left out holds nothing up, and is told once', async () => {
  const troubles: string[] = []
  engine.client.on('trouble', ({ message }) => troubles.push(message))
  await engine.client.call('replay.open', {
    ...{ session: day, exchange: 'XNYS', symbols: [...symbols, 'NONE'], hours: 'regular', opening: 3 },
    trailing: [],
    charts: [{ chart: 4, symbol: 'NONE', ...shown }],
  })
  expect(came.some((one) => 'early' in one)).toBe(false)
  await expect.poll(() => troubles).toEqual([expect.stringContaining('NONE')])
})

test('of two openings at once the first one is given up, and shows nothing after the second began', async () => {
  const first = openWith({ opening: 1 })
  const second = openWith({ opening: 2, symbol: 'S30' })
  await expect(first).rejects.toMatchObject({ code: 'cancelled' })
  await second
  const openings = came.flatMap((one) => ('early' in one ? [one.early.opening] : []))
  expect(openings.at(-1)).toBe(2)
  expect(chartNow(4).starts.length).toBe(156)
})

test('a chart that is opened or closed meanwhile is so in the whole session too', async () => {
  const { client } = engine
  let others: Promise<unknown> | undefined
  client.on('replay.opening', () => {
    others = Promise.all([
      client.call('chart.open', { chart: 9, symbol: 'S20', interval: '15m' as Interval, trailing: false }),
      client.call('chart.close', { chart: 4 }),
    ])
  })
  await openWith({ opening: 1 })
  await others
  await client.call('replay.seek', { at: addMs(open, 60 * minuteMs) })
  await expect.poll(() => chartNow(9).starts.length).toBe(4)
  expect(
    frames()
      .at(-1)
      ?.charts.map(({ chart }) => chart),
  ).not.toContain(4)
  expect(chartNow(4).starts.length).toBeLessThanOrEqual(156)
})
