import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Interval, oneDay, oneMinute } from '#shared/bars/interval.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { OpenedChart } from '#shared/protocol/chart-calls.ts'
import type { Frame, ReplayInfo, ReplayOpening } from '#shared/protocol/replay-calls.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { Calendars } from '../calendars/calendars.ts'
import { openStore } from '../store/open.ts'
import type { StoreReader } from '../store/store.ts'
import { everyMinute, fillStore, xnysSession } from '../system/testing/fill-store.ts'
import { processTicker } from '../time/ticker.ts'
import { loadSession } from './load-session.ts'
import { ReplayDesk } from './replay-desk.ts'
import { ModelWindow } from './testing/model-window.ts'

const calendar = calendarOf('XNYS')
const [before, day] = ['2024-01-09', '2024-01-10'] as [SessionDate, SessionDate]
const { open } = xnysSession(day)
const symbols = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF']
const five: Interval = '5m' as Interval
const shown: OpenedChart = { chart: 4, symbol: 'CCC', interval: five, trailing: true, indicators: [] }

let folder: string
let reader: StoreReader
let desk: ReplayDesk
let window: ModelWindow
/** Called whenever charts are shown early. */
let noteEarly: () => void
/** What came, in its order. */
let came: ({ early: ReplayOpening } | { frame: Frame } | { followed: number } | { answer: ReplayInfo })[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tapedeck-early-'))
  const path = join(folder, 'bars.tapedeck')
  fillStore(
    path,
    [before, day].flatMap((session) =>
      symbols.map((symbol, seed) => ({ symbol, session, minutes: everyMinute, seed })),
    ),
  )
  reader = openStore(path, { access: 'read' })
  came = []
  noteEarly = () => undefined
})
afterEach(() => {
  desk.close()
  reader.close()
  rmSync(folder, { recursive: true })
})

/** A desk that has `day` at hand once, and a window that draws its frames in a turn of their own. */
async function prepare(): Promise<void> {
  const calendars = new Calendars()
  window = new ModelWindow()
  let answer = await whole(calendars)
  desk = new ReplayDesk(
    processTicker,
    {
      frame: (frame) => {
        came.push({ frame })
        window.take(frame)
        processTicker.soon(() => desk.drawn(window.draw() ?? 0))
      },
      opening: (early) => {
        came.push({ early })
        noteEarly()
      },
      sessions: () => undefined,
      opened: (replay) => {
        if (replay) came.push({ followed: replay.loaded.symbols.length })
      },
      rolled: () => undefined,
      trouble: (failure) => {
        throw failure
      },
    },
    calendars,
    undefined,
    {
      activatePrefetch: () => {
        const taken = answer
        answer = undefined
        return { answer: taken }
      },
    },
  )
}

async function whole(calendars: Calendars): Promise<Awaited<ReturnType<typeof loadSession>> | undefined> {
  return loadSession(reader, calendars, calendar, request(), processTicker)
}

function request() {
  const windows = [{ sessions: 1, interval: oneMinute }]
  return { session: day, symbols, adjustment: 'raw', hours: 'regular', view: 'as-repaired', windows } as const
}

async function openDay(charts: readonly OpenedChart[], opening?: number): Promise<ReplayInfo> {
  const at = addMs(open, 60 * minuteMs)
  const answer = await desk.open(reader, calendar, { ...request(), at }, charts, opening)
  came.push({ answer })
  await expect.poll(() => window.last?.quotes.last.length).toBe(symbols.length)
  return answer
}

function kinds(): (string | undefined)[] {
  return came.map((one) => Object.keys(one)[0])
}

test('a session at hand shows its charts with their symbols alone, then tells the whole, and sends their bars once', async () => {
  await prepare()
  const answer = await openDay([shown], 7)
  expect(answer.opened?.from).toBe('prefetched')
  expect(kinds()).toEqual(['early', 'frame', 'followed', 'answer', 'frame'])
  const [first, frame, , , last] = came
  expect(first).toMatchObject({ early: { opening: 7, info: { session: day, start: answer.start } } })
  const told = first && 'early' in first ? first.early.info.symbols : []
  expect(told).toEqual(answer.symbols.filter(({ symbol }) => symbol === 'CCC'))
  const [early, rest] = [frame, last].map((one) => (one && 'frame' in one ? one.frame : undefined))
  expect(early?.clock).toBe(addMs(open, 60 * minuteMs))
  expect(early?.charts.map(({ columns }) => columns.start.length)).toEqual([78 + 12])
  expect(rest?.charts).toEqual([])
  expect(early?.quotes.last).toEqual(rest?.quotes.last.slice(2, 3))
  expect(rest?.epoch).toBe(early?.epoch)
})

test('all of a session at hand is in place before anything of it is shown', async () => {
  await prepare()
  const inPlace: (readonly string[])[] = []
  noteEarly = () => inPlace.push(desk.replay.loaded.symbols.map(({ symbol }) => symbol))
  await openDay([shown], 1)
  expect(inPlace).toEqual([symbols])
})

test.each([
  ['no chart', [] as OpenedChart[], 1],
  ['a chart of each symbol', symbols.map((symbol, chart) => ({ ...shown, symbol, chart })), 1],
  ['no name for the opening', [shown], undefined],
])('with %s nothing is shown early', async (_, charts, opening) => {
  await prepare()
  await openDay(charts, opening)
  expect(kinds().slice(0, 2)).toEqual(['followed', 'answer'])
  await expect
    .poll(() => [...window.charts.values()].map(({ start }) => start.length))
    .toEqual(charts.map(() => 90))
})

test('a chart for which something has to be read comes later, and holds nothing up', async () => {
  await prepare()
  await openDay([shown, { ...shown, chart: 5, interval: oneDay }], 1)
  await expect.poll(() => window.charts.get(5)?.start.length).toBe(2)
  expect(window.charts.get(4)?.start.length).toBe(90)
  expect(window.overlaps).toBe(0)
})

test('of two openings at once the first is given up, whatever was at hand', async () => {
  await prepare()
  const first = openDay([shown], 1)
  const second = openDay([shown], 2)
  await expect(first).rejects.toMatchObject({ code: 'cancelled' })
  const answer = await second
  expect(answer.opened?.from).toBe('store')
  expect(came.flatMap((one) => ('early' in one ? [one.early.opening] : [])).at(-1)).toBe(2)
  expect(window.charts.get(4)?.start.length).toBe(90)
})
