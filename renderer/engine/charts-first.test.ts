import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  afterCharts,
  awaitCharts,
  chartsDrawn,
  forgetAfterCharts,
  moreCame,
  showAfterCharts,
  showAll,
  whenChartsDrawn,
} from './charts-first.ts'

let done: string[] = []
const note = (what: string) => (): void => void done.push(what)

beforeEach(() => {
  done = []
  vi.useFakeTimers()
})
afterEach(() => {
  vi.runAllTimers()
  vi.useRealTimers()
})

test('what a frame shows besides charts is shown at once', () => {
  showAfterCharts(note('frame'))
  chartsDrawn()
  expect(done).toEqual(['frame'])
})

test('a session is taken once the charts of its first frame were painted, then the newest frame is shown', async () => {
  const taken = whenChartsDrawn(note('session'))
  showAfterCharts(note('first'))
  showAfterCharts(note('second'))
  expect(done).toEqual([])
  chartsDrawn()
  chartsDrawn()
  vi.advanceTimersByTime(0)
  await taken
  showAfterCharts(note('third'))
  expect(done).toEqual(['session', 'second', 'third'])
})

test('without a frame it is taken after a while', async () => {
  const taken = whenChartsDrawn(note('session'))
  vi.advanceTimersByTime(1_000)
  await taken
  chartsDrawn()
  vi.runAllTimers()
  expect(done).toEqual(['session'])
})

test('a later session ends the wait for the earlier one, whose frames are of no moment', async () => {
  const earlier = whenChartsDrawn(note('earlier'))
  showAfterCharts(note('of the earlier'))
  chartsDrawn()
  const later = whenChartsDrawn(note('later'))
  await earlier
  vi.advanceTimersByTime(0)
  expect(done).toEqual(['earlier'])
  showAfterCharts(note('of the later'))
  chartsDrawn()
  vi.advanceTimersByTime(0)
  await later
  expect(done).toEqual(['earlier', 'later', 'of the later'])
})

test('more of a session that comes before its charts are painted is shown right after them, without their frame', async () => {
  const taken = whenChartsDrawn(note('session'), 'for-more')
  showAfterCharts(note('of fewer symbols'))
  moreCame()
  expect(done).toEqual([])
  chartsDrawn()
  vi.advanceTimersByTime(0)
  await taken
  expect(done).toEqual(['session'])
})

test('more that comes while it is waited for after the charts is shown at once; else what is there is shown', async () => {
  for (const comes of [true, false]) {
    done = []
    const taken = whenChartsDrawn(note('session'), 'for-more')
    showAfterCharts(note('frame'))
    chartsDrawn()
    vi.advanceTimersByTime(10)
    expect(done).toEqual([])
    if (comes) moreCame()
    else vi.advanceTimersByTime(40)
    await taken
    expect(done).toEqual(comes ? ['session'] : ['session', 'frame'])
    vi.advanceTimersByTime(1_000)
    expect(done).toHaveLength(comes ? 1 : 2)
  }
})

test('what waits for the charts of a session that was asked for is shown after them, of each owner the last', async () => {
  const owner = {}
  awaitCharts()
  afterCharts(owner, note('one'))
  afterCharts(owner, note('one again'))
  afterCharts({}, note('gone'))
  const gone = {}
  afterCharts(gone, note('never'))
  forgetAfterCharts(gone)
  const taken = whenChartsDrawn(note('session'))
  vi.advanceTimersByTime(100)
  expect(done).toEqual([])
  chartsDrawn()
  vi.advanceTimersByTime(0)
  await taken
  expect(done).toEqual(['session', 'one again', 'gone'])
  afterCharts(owner, note('at once'))
  expect(done.at(-1)).toBe('at once')
})

test('when no session comes, what waits is shown after two frames', () => {
  awaitCharts()
  afterCharts({}, note('on its way'))
  expect(done).toEqual([])
  vi.advanceTimersByTime(40)
  expect(done).toEqual(['on its way'])
})

test('when no charts are awaited any more, a session that was to come after them is shown at once', async () => {
  const taken = whenChartsDrawn(note('session'))
  showAfterCharts(note('frame'))
  afterCharts({}, note('the rest'))
  showAll()
  await taken
  expect(done).toEqual(['session', 'frame', 'the rest'])
})
