import { afterEach, beforeEach, expect, test } from 'vitest'
import { allocateColumns } from '#shared/bars/columns.ts'
import { type Interval, oneMinute } from '#shared/bars/interval.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { channelPair } from '#shared/protocol/channel.ts'
import { type Client, createClient } from '#shared/protocol/client.ts'
import { type EngineContract, engineContract } from '#shared/protocol/engine-contract.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { type CallHandlers, type Server, serve } from '#shared/protocol/server.ts'
import type { StoreState } from '#shared/protocol/store-calls.ts'
import { addMs, type EpochMs } from '#shared/time/epoch.ts'
import { applyChartUpdates, closeFeed, type Feed, openFeed, stopFeeds } from '../charts/feeds.ts'
import { openReplay, reopenReplay } from '../replay/session.ts'
import { chooseSpeed, seek, seekEnd, stepMinutes, togglePlaying } from '../replay/transport-actions.ts'
import { useChart } from '../stores/chart.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { usePlayback } from '../stores/playback.ts'
import { useReplay } from '../stores/replay.ts'
import { engine, setEngine } from './link.ts'
import { restoreShown } from './restore.ts'

const session = '2013-10-11' as SessionDate
const open = Date.parse('2013-10-11T13:30:00Z') as EpochMs
const close = Date.parse('2013-10-11T20:00:00Z') as EpochMs
const clock = Date.parse('2013-10-11T15:23:00Z') as EpochMs
const path = '/bars/us.tapedeck'

const store: StoreState = {
  path,
  access: 'owner',
  synthetic: false,
  symbols: 2,
  sessions: 1,
  bars: 780,
  bytes: 4096,
  exchanges: ['XNYS'],
}

let asked: { name: string; params: unknown }[] = []
let feed: Feed | undefined
let server: Server<EngineContract> | undefined
/** What happens before a session is answered to be open. */
let beforeOpen: ((answer: ReplayInfo, opening: number) => Promise<void>) | undefined

/** An engine that has just started: it has nothing open, and notes what it is asked. */
function startEngine(refusal?: Failure): Client<EngineContract> {
  const answers: Partial<Record<string, unknown>> = {
    'engine.hello': { version: '1', pid: 1 },
    'store.state': null,
    'store.open': store,
    'symbols.search': ['AIG', 'SPY'].map((symbol) => ({
      symbol,
      exchange: 'XNYS',
      synthetic: false,
      sessions: 1,
    })),
    'watchlists.list': [{ id: 3, name: 'Mine', symbols: ['SPY', 'AIG'] }],
    'replay.open': {
      session,
      exchange: 'XNYS',
      synthetic: false,
      hours: 'regular',
      adjustment: 'split',
      view: 'as-repaired',
      start: open,
      end: close,
      exchanges: [
        {
          exchange: 'XNYS',
          zone: 'America/New_York',
          earlyClose: false,
          opens: open,
          closes: close,
          segments: [{ open, close }],
          expectedMinutes: 390,
          trailing: [],
        },
      ],
      leftOut: [],
      symbols: ['SPY', 'AIG'].map((symbol) => ({
        symbol,
        exchange: 'XNYS',

        arrival: 'assumed',
        adjustable: false,
      })),
    },
  }
  const openLater = async (params: unknown): Promise<unknown> => {
    const { opening } = params as { readonly opening: number }
    await beforeOpen?.(answers['replay.open'] as ReplayInfo, opening)
    return answers['replay.open']
  }
  const calls = Object.fromEntries(
    Object.keys(engineContract.calls).map((name) => [
      name,
      (params: unknown) => {
        asked.push({ name, params })
        if (refusal && name === 'replay.open') throw refusal
        return name === 'replay.open' && beforeOpen ? openLater(params) : (answers[name] ?? null)
      },
    ]),
  ) as unknown as CallHandlers<EngineContract>
  const [here, there] = channelPair()
  server = serve(engineContract, there, { calls, signals: { 'frame.drawn': () => {} } })
  const client = createClient(engineContract, here)
  setEngine(client)
  return client
}

beforeEach(() => {
  beforeOpen = undefined
  asked = []
  useOpenStore.setState({ store })
  useReplay.setState({ exchange: 'XNYS', session, hours: 'regular' })
  useChart.setState({ symbol: 'AIG' })
})

afterEach(() => {
  if (feed) closeFeed(feed)
  feed = undefined
  stopFeeds()
  setEngine(undefined)
})

function names(): string[] {
  return asked.map(({ name }) => name)
}

function paramsOf(name: string): unknown {
  return asked.find((call) => call.name === name)?.params
}

test('a new engine gets store, session, symbols, clock, speed, charts and playing back', async () => {
  await restoreShown(startEngine(), false)
  usePlayback.setState({ clock, playing: true, speed: 300 })
  stopFeeds()
  feed = openFeed({ symbol: 'AIG', interval: oneMinute, trailing: true }, { onBars: () => {} })
  asked = []
  await restoreShown(startEngine(), false)
  expect(paramsOf('store.open')).toEqual({ path })
  expect(paramsOf('replay.open')).toEqual({
    session,
    exchange: 'XNYS',
    symbols: ['SPY', 'AIG'],
    trailing: ['1m', '5m'].map((interval) => ({ sessions: 5, interval })),
    hours: 'regular',
    adjustment: 'split',
    view: 'as-repaired',
    speed: 300,
    at: clock,
    opening: expect.any(Number),
    charts: [{ chart: feed.number, symbol: 'AIG', interval: '1m', trailing: true, indicators: [] }],
  })
  expect(names()).not.toContain('chart.open')
  const order = ['store.open', 'replay.open', 'replay.play'].map((name) => names().indexOf(name))
  expect(order).toEqual(order.toSorted((one, other) => one - other))
  expect(names().at(-1)).toBe('replay.play')
  expect(useChart.getState().symbol).toBe('AIG')
})

test('a replay that was paused stays paused', async () => {
  await restoreShown(startEngine(), false)
  usePlayback.setState({ clock, playing: false })
  asked = []
  await restoreShown(startEngine(), false)
  expect(paramsOf('replay.open')).toMatchObject({ at: clock })
  expect(names()).not.toContain('replay.play')
})

test('a session plays once it is open when that was asked for while it was being opened', async () => {
  await restoreShown(startEngine(), false)
  for (const presses of [1, 2]) {
    usePlayback.setState({ clock, playing: false })
    asked = []
    const opened = reopenReplay()
    for (let press = 0; press < presses; press += 1) await togglePlaying()
    await opened
    expect(names().filter((name) => name === 'replay.play')).toHaveLength(presses % 2)
  }
})

test('the charts of a session that is read are shown before the rest of it, which is marked until it is there', async () => {
  await restoreShown(startEngine(), false)
  const told: number[] = []
  feed = openFeed(
    { symbol: 'AIG', interval: oneMinute, trailing: true },
    { onBars: (change) => told.push(change?.length ?? -1) },
  )
  const seen: string[] = []
  const note = (): void => {
    const { info, status } = useReplay.getState()
    const shows = status.state === 'opening' ? status.shows : status.state
    seen.push(`${shows} ${info?.symbols.map(({ symbol }) => symbol).join(' ')}`)
  }
  beforeOpen = async (answer, opening) => {
    note()
    const symbols = answer.symbols.filter(({ symbol }) => symbol === 'AIG')
    server?.emit('replay.opening', { opening: opening - 1, info: { ...answer, symbols: [] } })
    server?.emit('replay.opening', { opening, info: { ...answer, symbols } })
    await expect.poll(() => useReplay.getState().info?.symbols.length).toBe(1)
    note()
    const { number = 0 } = feed ?? {}
    applyChartUpdates([{ chart: number, from: 0, columns: allocateColumns(3), indicators: [] }], open)
  }
  asked = []
  await openReplay()
  note()
  expect(seen).toEqual(['before SPY AIG', 'charts AIG', 'open SPY AIG'])
  expect(told).toEqual([3])
  expect(names().slice(names().indexOf('replay.open'))).not.toContain('chart.open')
})

test('the rest of a session that comes along with its charts is shown with them at once', async () => {
  await restoreShown(startEngine(), false)
  feed = openFeed({ symbol: 'AIG', interval: oneMinute, trailing: true }, { onBars: () => {} })
  beforeOpen = async (answer, opening) => {
    const symbols = answer.symbols.filter(({ symbol }) => symbol === 'AIG')
    server?.emit('replay.opening', { opening, info: { ...answer, symbols } })
  }
  const seen: string[] = []
  const stop = useReplay.subscribe(({ status }) =>
    seen.push(status.state === 'opening' ? status.shows : status.state),
  )
  await openReplay()
  stop()
  expect(useReplay.getState().info?.symbols).toHaveLength(2)
  expect(seen).toEqual(['open'])
})

test('of what moves the clock while a session is being opened the last is done once it is open, then it plays', async () => {
  await restoreShown(startEngine(), false)
  usePlayback.setState({ clock, playing: false, speed: 60 })
  asked = []
  const opened = reopenReplay()
  // At once, since this engine answers before anybody could press another key.
  const asks = [seek(addMs(open, 60_000)), stepMinutes(5), seek(clock), chooseSpeed(300), togglePlaying()]
  await Promise.all([opened, ...asks])
  const moves = asked.filter(({ name }) => /^replay\.(seek|step|speed|play)$/.test(name))
  expect(moves).toEqual([
    { name: 'replay.speed', params: { speed: 300 } },
    { name: 'replay.seek', params: { at: clock } },
    { name: 'replay.play', params: undefined },
  ])
})

test('a step while a session is being opened pauses it, as it does in an open one', async () => {
  await restoreShown(startEngine(), false)
  usePlayback.setState({ clock, playing: true })
  asked = []
  const opened = reopenReplay()
  await stepMinutes(1)
  await opened
  expect(names()).toContain('replay.step')
  expect(names()).not.toContain('replay.play')
})

test('a time of another session, or what was asked of it, does nothing in the one that is opened', async () => {
  await restoreShown(startEngine(), false)
  asked = []
  const opened = openReplay()
  await seek(addMs(close, 24 * 60 * 60_000))
  await opened
  const first = openReplay()
  await seekEnd()
  useReplay.setState({ session: '2013-10-14' as SessionDate })
  const second = openReplay()
  await Promise.all([first, second])
  expect(names()).not.toContain('replay.seek')
})

test('a place that is chosen takes the place of what was wanted of the session before, not one where it stood', async () => {
  await restoreShown(startEngine(), false)
  const moves = () => names().filter((name) => /^replay\.(seek|step|play)$/.test(name))
  for (const because of ['chosen', 'stood'] as const) {
    asked = []
    const first = openReplay()
    const asks = [togglePlaying(), seek(addMs(open, 60_000))]
    const second = openReplay({ at: clock, playing: false, because })
    await Promise.all([first, second, ...asks])
    expect(moves()).toEqual(because === 'chosen' ? [] : ['replay.seek', 'replay.play'])
  }
})

test('what was wanted of a session is not done in another that is opened as it is about to be done', async () => {
  await restoreShown(startEngine(), false)
  asked = []
  let second: Promise<void> | undefined
  const client = engine()
  const { call } = client
  setEngine({
    ...client,
    call: (name, params) => {
      if (name === 'replay.speed') second = openReplay({ at: clock, playing: false, because: 'chosen' })
      return call(name, params)
    },
  })
  const first = openReplay()
  await Promise.all([first, chooseSpeed(300), seek(addMs(open, 60_000)), togglePlaying()])
  await second
  expect(names().filter((name) => name === 'replay.open')).toHaveLength(2)
  expect(names()).not.toContain('replay.seek')
  expect(names()).not.toContain('replay.play')
})

test('a session that is refused leaves its reason on the chart', async () => {
  const reason = new Failure('no-session', 'XNYS has no session on 2013-10-12.')
  await expect(restoreShown(startEngine(reason), false)).rejects.toThrow(reason.message)
  expect(useReplay.getState().status).toEqual({ state: 'failed', cause: reason.message })
})

test('a chart whose bars have a hole is opened again under a new number', async () => {
  await restoreShown(startEngine(), false)
  const told: number[] = []
  feed = openFeed(
    { symbol: 'SPY', interval: oneMinute, trailing: false },
    { onBars: (change) => told.push(change?.length ?? -1) },
  )
  const { number } = feed
  const bars = { chart: number, columns: allocateColumns(3), indicators: [] }
  applyChartUpdates([{ ...bars, from: 0 }], clock)
  applyChartUpdates([{ ...bars, from: 7 }], clock)
  expect(told).toEqual([3])
  expect(feed.number).not.toBe(number)
  applyChartUpdates([{ ...bars, from: 3 }], clock)
  expect(feed.cache.length).toBe(0)
})

test('a chart that begins to be shown while a session is being opened is opened after it, and one that went is closed', async () => {
  await restoreShown(startEngine(), false)
  const before = openFeed({ symbol: 'AIG', interval: oneMinute, trailing: true }, { onBars: () => {} })
  asked = []
  const opened = openReplay()
  closeFeed(before)
  const told: string[] = []
  feed = openFeed(
    { symbol: 'AIG', interval: '5m' as Interval, trailing: true },
    { onReplay: (info) => told.push(info.session), onBars: () => {} },
  )
  await opened
  const [along] = (paramsOf('replay.open') as { charts: readonly { chart: number }[] }).charts
  await engine().call('engine.hello', undefined)
  const last = (name: string) => asked.findLast((call) => call.name === name)?.params
  expect(last('chart.open')).toMatchObject({ chart: feed.number, interval: '5m' })
  expect(last('chart.close')).toEqual({ chart: along?.chart })
  expect(told).toEqual([session])
})
