import { beforeEach, expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Frame, ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { type EpochMs, epochMs, minuteMs } from '#shared/time/epoch.ts'
import { showPlayback, usePlayback } from '../stores/playback.ts'
import { useReplay } from '../stores/replay.ts'
import { useUpkeep } from '../stores/upkeep.ts'
import { sharesOf } from './gauge.ts'
import { forgetQuotes, postQuotes } from './quote-board.ts'
import { type RowNews, watchRow } from './row-news.ts'

const open = 1_720_445_400_000 as EpochMs
const listed = { exchange: 'XNYS', arrival: 'assumed', adjustable: false } as const

function infoOf(session: string, closes: Readonly<Record<string, number>>): ReplayInfo {
  return {
    session: session as SessionDate,
    ...{ exchange: 'XNYS', synthetic: false, hours: 'regular', adjustment: 'raw', view: 'as-repaired' },
    ...{ start: open, end: open, exchanges: [], leftOut: [] },
    symbols: Object.entries(closes).map(([symbol, previousClose]) => ({ symbol, ...listed, previousClose })),
  }
}

/** A frame in which every symbol has the same quote. */
function frameAt(minute: number, epoch: number, last: number, recorded: number): Frame {
  const all = (value: number): Float64Array<ArrayBuffer> => Float64Array.of(value, value)
  const counts = (value: number): Int32Array<ArrayBuffer> => Int32Array.of(value, value)
  return {
    ...{ seq: 1, epoch, clock: epochMs(open + minute * minuteMs), playing: false, ended: false, speed: 60 },
    ...{ waitingFor: [], charts: [] },
    quotes: {
      ...{ last: all(last), high: all(last), low: all(last), volume: all(1) },
      ...{
        recorded: counts(recorded),
        expected: counts(minute),
        silent: counts(0),
        state: Uint8Array.of(2, 2),
      },
    },
  }
}

function show(frame: Frame): void {
  showPlayback(frame)
  postQuotes(frame.quotes)
}

/** Tells what upkeep measured at a minute: all of it with a bar, but for one that had no trade. */
function measure(minute: number): void {
  const counts = [390, Math.max(0, minute - 1), 0, Math.min(1, minute), 0, 0, 390 - minute, 0]
  const clock = epochMs(open + minute * minuteMs)
  const { session = '' as SessionDate, symbols = [] } = useReplay.getState().info ?? {}
  const measured = { clock, counts: Int32Array.from(symbols.flatMap(() => counts)) }
  useUpkeep.setState({
    quality: { session, symbols: symbols.map(({ symbol }) => symbol), measured },
  })
}

let told: RowNews[]
const last = (): RowNews | undefined => told.at(-1)

beforeEach(() => {
  told = []
  forgetQuotes()
  usePlayback.setState(usePlayback.getInitialState())
  useUpkeep.setState(useUpkeep.getInitialState())
  useReplay.setState({ ...useReplay.getInitialState(), info: infoOf('2024-07-08', { AAA: 10, BBB: 20 }) })
})

test('a row tells its price beside the close before it, and its minutes as upkeep measured them', () => {
  const stop = watchRow('BBB', (news) => told.push(news))
  show(frameAt(10, 1, 21, 9))
  expect(last()).toMatchObject({ price: 21, previousClose: 20 })
  expect(sharesOf(last()?.gauge ?? never())).toEqual({ coverage: 90, explained: undefined })
  measure(10)
  expect(sharesOf(last()?.gauge ?? never())).toEqual({ coverage: 90, explained: 100 })
  stop()
  show(frameAt(11, 1, 22, 10))
  expect(last()?.price).toBe(21)
})

test('after a jump on the coverage is what the frame knows, until upkeep has measured there', () => {
  show(frameAt(0, 1, Number.NaN, 0))
  measure(0)
  const stop = watchRow('AAA', (news) => told.push(news))
  expect(sharesOf(last()?.gauge ?? never())).toEqual({ coverage: undefined, explained: undefined })
  show(frameAt(200, 2, 11, 199))
  expect(sharesOf(last()?.gauge ?? never())).toEqual({ coverage: 99.5, explained: undefined })
  measure(200)
  expect(sharesOf(last()?.gauge ?? never())).toEqual({ coverage: 99.5, explained: 100 })
  stop()
})

test('in another replay a row has nothing of the one before, and is found where the symbol stands now', () => {
  show(frameAt(10, 1, 11, 9))
  measure(10)
  const stop = watchRow('BBB', (news) => told.push(news))
  expect(last()).toMatchObject({ price: 11, previousClose: 20 })
  forgetQuotes()
  useReplay.setState({ info: infoOf('2024-07-09', { BBB: 30, AAA: 40 }) })
  expect(last()).toMatchObject({ price: Number.NaN, previousClose: 30 })
  stop()
})

test('a close that was renewed is told with the price that stands', () => {
  show(frameAt(10, 1, 11, 9))
  const stop = watchRow('AAA', (news) => told.push(news))
  useReplay.setState({ info: infoOf('2024-07-08', { AAA: 12, BBB: 20 }) })
  expect(last()).toMatchObject({ price: 11, previousClose: 12 })
  stop()
})

function never(): never {
  throw new Error('Nothing was told.')
}
