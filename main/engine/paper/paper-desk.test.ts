import fc from 'fast-check'
import { expect, test } from 'vitest'
import { usualBroker } from '#shared/backtest/broker-settings.ts'
import { synthetic } from '#shared/bars/state.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { OrderKind, OrderRequest } from '#shared/strategy/order.ts'
import { addMs, minuteMs } from '#shared/time/epoch.ts'
import { calendarSession, expectedMinutes } from '../replay/testing/calendar-session.ts'
import { madeOpen, madeSession, madeSymbol } from '../replay/testing/made-session.ts'
import { barsAt } from '../session/testing/made-bars.ts'
import { type Asked, PaperStage, straightRun } from './testing/paper-stage.ts'

const length = 60
const everyMinute = Array.from({ length }, (_, minute) => minute)

function stageWith(minutes: readonly number[] = everyMinute): PaperStage {
  return new PaperStage(madeSession([{ minutes, trailing: [] }], length))
}

/** Open of the made bar of a minute. */
function openOf(minute: number): number {
  return 100 + ((minute * 37) % 50) / 10
}

test('a market order is filled at the open of the next bar; a step back takes the fill away, playing on brings it again', async () => {
  const paper = stageWith()
  await paper.step(10)
  await paper.place({})
  expect(paper.said()).toEqual(['1 placed'])
  await paper.step(1)
  expect(paper.said()).toEqual(['1 placed', `1 filled 10 @ ${openOf(10)}`])
  await paper.step(-1)
  expect(paper.said()).toEqual(['1 placed'])
  await paper.step(-1)
  expect(paper.said()).toEqual([])
  expect(paper.news.at(-1)?.later).toBe(1)
  await paper.step(3)
  expect(paper.said()).toEqual(['1 placed', `1 filled 10 @ ${openOf(10)}`])
  expect(paper.news.at(-1)?.later).toBe(0)
})

test('over a hole the order waits for the first bar that is there', async () => {
  const paper = stageWith(everyMinute.filter((minute) => minute < 10 || minute >= 25))
  await paper.step(10)
  await paper.place({})
  await paper.step(15)
  expect(paper.said()).toEqual(['1 placed'])
  await paper.step(1)
  expect(paper.said()).toEqual(['1 placed', `1 filled 10 @ ${openOf(25)}`])
  expect(paper.marks).toEqual([0, 8])
})

test('bars that a source delivers while the session is replayed alter no order that was placed', async () => {
  const paper = stageWith(everyMinute.filter((minute) => minute < 10 || minute >= 25))
  await paper.step(10)
  await paper.place({})
  await paper.step(8)
  paper.stage.replay.takeFill('S0', barsAt(madeOpen, [10, 11, 12, 13, 14]))
  paper.stage.replay.showFills()
  await paper.settle()
  expect(paper.stage.replay.data.getBarCount('S0')).toBe(15)
  expect(paper.said()).toEqual(['1 placed'])
  await paper.step(8)
  expect(paper.said()).toEqual(['1 placed', `1 filled 10 @ ${openOf(25)}`])
})

test('bars that were made up fill nothing', async () => {
  const loaded = madeSession([{ minutes: everyMinute, trailing: [] }], length)
  loaded.symbols[0]?.columns.state.fill(synthetic, 10, 20)
  const paper = new PaperStage(loaded)
  await paper.step(10)
  await paper.place({})
  await paper.step(11)
  expect(paper.said()).toEqual(['1 placed', `1 filled 10 @ ${openOf(20)}`])
})

test('a bar that came late fills orders once it is known; one that is older than a known one does not', async () => {
  const loaded = madeSession([{ minutes: [0, 1, 2, 3, 7], trailing: [] }], length)
  const [symbol] = loaded.symbols
  if (!symbol) throw new Error('The session has a symbol')
  const late = { columns: barsAt(madeOpen, [4, 5]), knownAt: Float64Array.of(6.5, 9).map(atMinute) }
  const paper = new PaperStage({ ...loaded, symbols: [{ ...symbol, late }] })
  await paper.step(4)
  await paper.place({ kind: { type: 'limit', limit: 1000 } })
  await paper.step(2)
  expect(paper.said()).toEqual(['1 placed'])
  await paper.step(1)
  expect(paper.said()).toEqual(['1 placed', `1 filled 10 @ ${openOf(4)}`])
  expect(paper.marks).toEqual([0, 4])
  await paper.step(3)
  // Minutes 0 to 4 and 7: minute 5 was known after minute 7.
  expect(paper.times).toHaveLength(6)

  function atMinute(minute: number): number {
    return addMs(madeOpen, minute * minuteMs)
  }
})

test('what one symbol of a pair loses the other wins in the same minute: there is no margin call between them', async () => {
  const loaded = madeSession(
    [
      { minutes: everyMinute, trailing: [] },
      { minutes: everyMinute, trailing: [] },
    ],
    length,
  )
  for (const { columns } of loaded.symbols)
    for (const prices of [columns.open, columns.high, columns.low, columns.close]) {
      prices.fill(100, 0, 20)
      prices.fill(50, 20)
    }
  const paper = new PaperStage(loaded)
  paper.desk.configure({ ...usualBroker, cash: 110_000, margin: { initial: 0.5, maintenance: 0.5 } })
  await paper.step(10)
  await paper.place({ quantity: 1000 })
  await paper.place({ symbol: 'S1', side: 'sell', quantity: 1000 })
  await paper.step(30)
  expect(paper.said()).toEqual(['1 placed', '2 placed', '1 filled 1000 @ 100', '2 filled 1000 @ 100'])
  expect(new Set(paper.equity)).toEqual(new Set([110_000]))
})

test('an order before others asks whether these may be dropped', async () => {
  const paper = stageWith()
  await paper.step(20)
  await paper.place({})
  await paper.place({ side: 'sell' })
  await paper.step(-10)
  const order = { symbol: 'S0', side: 'buy', quantity: 3 } as const
  const refused = await paper.answerOf(paper.desk.place(order, false))
  expect(refused).toMatchObject({ code: 'later-orders', message: expect.stringContaining('2 orders') })
  expect(await paper.answerOf(paper.desk.place(order, true))).toEqual({ order: 1 })
  await paper.step(15)
  expect(paper.said()).toEqual(['1 placed', `1 filled 3 @ ${openOf(10)}`])
})

test('prices of an order are changed, those of exits too, and an order is cancelled', async () => {
  const paper = stageWith()
  await paper.step(1)
  const order = await paper.place({ kind: { type: 'limit', limit: 50 } })
  await paper.step(1)
  await paper.answerOf(paper.desk.change(order, { type: 'limit', limit: 200 }, false))
  await paper.step(1)
  expect(paper.said()).toEqual(['1 placed', '1 changed', `1 filled 10 @ ${openOf(2)}`])
  await paper.place({ bracket: { takeProfit: 300, stopLoss: 10 } })
  await paper.step(1)
  const exits = paper.events.filter(({ type }) => type === 'placed').slice(2)
  expect(exits).toMatchObject([{ parent: 2 }, { parent: 2 }])
  for (const exit of exits) await paper.answerOf(paper.desk.cancel(exit.order, false))
  expect(paper.said().slice(-2)).toEqual(['3 cancelled', '4 cancelled'])
  await paper.step(-2)
  await paper.step(3)
  expect(paper.said().slice(-2)).toEqual(['3 cancelled', '4 cancelled'])
  const wrong = await paper.place({ kind: { type: 'limit', limit: 50 }, bracket: { stopLoss: 40 } })
  const refused = await paper.answerOf(paper.desk.change(wrong, { type: 'limit', limit: 30 }, false))
  expect(refused).toMatchObject({ code: 'usage', message: expect.stringContaining('stopLoss 40') })
  expect(paper.said().at(-1)).toBe('5 placed')
  const unknown = await paper.answerOf(paper.desk.cancel(9 as never, false))
  expect(unknown).toMatchObject({ code: 'usage' })
})

test('what the broker does not take is answered with its reason; a stranger and a closed session are refused', async () => {
  const paper = stageWith()
  const none = { symbol: 'S0', side: 'buy', quantity: 0 } as const
  expect(await paper.answerOf(paper.desk.place(none, false))).toMatchObject({
    rejected: 'quantity is 0, not above 0',
  })
  const stranger = { symbol: 'ABC', side: 'buy', quantity: 1 } as const
  expect(await paper.answerOf(paper.desk.place(stranger, false))).toMatchObject({ code: 'unknown-symbol' })
  await paper.step(length)
  expect(await paper.answerOf(paper.desk.place({ ...none, quantity: 1 }, false))).toMatchObject({
    code: 'usage',
    message: expect.stringContaining('XNYS has closed'),
  })
})

test('orders of the day expire at the close', async () => {
  const paper = stageWith()
  await paper.step(5)
  await paper.place({ kind: { type: 'limit', limit: 1 } })
  await paper.place({ kind: { type: 'limit', limit: 1 }, tif: 'gtc' })
  await paper.step(length)
  expect(paper.said()).toEqual(['1 placed', '2 placed', '1 expired'])
})

test('other costs are those of all orders of the session, and a reset forgets these', async () => {
  const paper = stageWith()
  await paper.step(5)
  await paper.place({})
  await paper.step(5)
  paper.desk.configure({ ...usualBroker, commission: { kind: 'per-trade', money: 7 } })
  await paper.settle()
  expect(paper.events.at(-1)).toMatchObject({ fill: { commission: 7 } })
  expect(() => paper.desk.configure({ ...usualBroker, cash: -1 })).toThrow('Cash is -1')
  paper.desk.reset()
  await paper.settle()
  expect([paper.events, paper.times, paper.desk.state().asked]).toEqual([[], [], 0])
})

test('orders of a session are there when it is opened again, and gone with their store', async () => {
  const paper = stageWith()
  await paper.step(5)
  await paper.place({})
  paper.desk.follow(undefined)
  await expect(paper.desk.place({ symbol: 'S0', side: 'buy', quantity: 1 }, false)).rejects.toMatchObject({
    code: 'no-replay',
  })
  paper.desk.follow(paper.stage.replay)
  await paper.step(5)
  expect(paper.said()).toEqual(['1 placed', `1 filled 10 @ ${openOf(5)}`])
  expect(paper.desk.state()).toMatchObject({ session: '2024-01-10', asked: 1, later: 0 })
  paper.desk.follow(undefined)
  paper.desk.storeChanged('another.tape')
  paper.desk.follow(paper.stage.replay)
  await paper.settle()
  expect(paper.events).toEqual([])
})

test('what was asked for is put back into an engine that knows nothing of it', async () => {
  const paper = stageWith()
  await paper.step(5)
  const order = await paper.place({ kind: { type: 'limit', limit: 50 }, bracket: { stopLoss: 10 } })
  await paper.step(1)
  await paper.answerOf(paper.desk.change(order, { type: 'limit', limit: 200 }, false))
  await paper.step(1)
  await paper.answerOf(paper.desk.cancel(2 as never, false))
  expect(paper.said().at(-1)).toBe('2 cancelled')
  await paper.step(-1)
  const other = stageWith()
  await other.step(7)
  other.desk.restore('XNYS', '2024-01-10' as SessionDate, paper.record)
  await other.settle()
  await paper.step(1)
  expect(other.events).toEqual(paper.events)
  expect(other.record).toEqual(paper.record)
  expect(paper.record).toHaveLength(3)
  const backwards = paper.record.toReversed()
  expect(() => other.desk.restore('XNYS', '2024-01-10' as SessionDate, backwards)).toThrow('before one')
})

test('orders in a symbol that the replay lacks are rejected until it has the symbol', async () => {
  const paper = stageWith()
  const request = { symbol: 'S1', side: 'buy', quantity: 1 } as const
  const entry = { at: madeOpen, action: { type: 'place', request } } as const
  paper.desk.restore('XNYS', '2024-01-10' as SessionDate, [entry])
  await paper.step(3)
  expect(paper.said()).toEqual(['1 rejected'])
  const { replay } = paper.stage
  const [exchange] = replay.loaded.exchanges
  if (!exchange) throw new Error('The replay has an exchange')
  replay.addSymbols([madeSymbol(exchange, { minutes: everyMinute, trailing: [] }, 1)])
  paper.desk.follow(replay)
  await paper.settle()
  expect(paper.said()).toEqual(['1 placed', '1 filled 1 @ 102.1'])
})

test('a lunch break is no hole', async () => {
  const loaded = calendarSession('XHKG', '2024-01-10', [expectedMinutes('XHKG', '2024-01-10')])
  const paper = new PaperStage(loaded)
  await paper.step(150)
  await paper.place({})
  await paper.step(91)
  expect(paper.said()).toEqual(['1 placed', expect.stringContaining('1 filled')])
  expect(paper.marks).toEqual([0, 0])
})

test('a window that asks for the state is told all events anew, and it hears of them once a frame at most', async () => {
  const paper = stageWith()
  await paper.step(5)
  await paper.place({})
  await paper.step(5)
  const events = paper.events
  paper.events = []
  paper.times = []
  paper.desk.state()
  await paper.settle()
  expect(paper.events).toEqual(events)
  expect(paper.times).toHaveLength(10)
  const told = paper.news.length
  for (let count = 0; count < 5; count++) paper.desk.state()
  paper.stage.ticker.pass(15)
  expect(paper.news.length).toBeLessThanOrEqual(told + 1)
})

const price = fc.integer({ min: 980, max: 1080 }).map((tenths) => tenths / 10)
const kind: fc.Arbitrary<OrderKind> = fc.oneof(
  fc.constant<OrderKind>({ type: 'market' }),
  price.map((limit): OrderKind => ({ type: 'limit', limit })),
  price.map((stop): OrderKind => ({ type: 'stop', stop })),
  fc
    .integer({ min: 1, max: 20 })
    .map((tenths): OrderKind => ({ type: 'trailing-stop', trail: { by: 'points', points: tenths / 10 } })),
)
const request: fc.Arbitrary<OrderRequest> = fc
  .record({
    symbol: fc.constantFrom('S0', 'S1'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    quantity: fc.integer({ min: 1, max: 900 }),
    kind,
    tif: fc.constantFrom('day' as const, 'gtc' as const),
    isExited: fc.boolean(),
    oco: fc.option(fc.constant('either'), { nil: undefined }),
  })
  .map(({ isExited, oco, ...order }) => ({
    ...order,
    ...(oco !== undefined && { oco }),
    ...(isExited && {
      bracket: order.side === 'buy' ? { takeProfit: 109, stopLoss: 97 } : { takeProfit: 97, stopLoss: 109 },
    }),
  }))

type Deed =
  | { readonly type: 'place'; readonly request: OrderRequest }
  | { readonly type: 'alter'; readonly which: number; readonly kind: OrderKind | undefined }
  | { readonly type: 'step'; readonly minutes: number }
  | { readonly type: 'seek'; readonly seconds: number }
  | { readonly type: 'play'; readonly ms: number }
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: request.map((asked): Deed => ({ type: 'place', request: asked })) },
  {
    weight: 1,
    arbitrary: fc
      .record({ which: fc.nat(5), kind: fc.option(kind, { nil: undefined }) })
      .map((one): Deed => ({ type: 'alter', ...one })),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: -9, max: 15 }).map((minutes): Deed => ({ type: 'step', minutes })),
  },
  { weight: 1, arbitrary: fc.nat(3600).map((seconds): Deed => ({ type: 'seek', seconds })) },
  { weight: 1, arbitrary: fc.nat(400).map((ms): Deed => ({ type: 'play', ms })) },
)
const holes = fc.subarray(everyMinute).map((minutes) => everyMinute.filter((one) => !minutes.includes(one)))

test('any way of steps, seeks, orders and changes ends where one straight run ends', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(holes, holes),
      fc.array(deed, { maxLength: 14 }),
      fc.constantFrom(0, 0.7),
      async ([one, other], deeds, lookMs) => {
        const minutes = [one, other].map((own) => ({ minutes: own, trailing: [] }))
        const loaded = madeSession(minutes, length)
        const paper = new PaperStage(loaded, lookMs)
        const { playback } = paper.stage.replay
        playback.setSpeed(3600)
        let asked: Asked[] = []
        for (const one of deeds) {
          const at = paper.now
          const isOpen = at < loaded.session.close
          if (one.type === 'step') await paper.step(one.minutes)
          else if (one.type === 'seek')
            await paper.answerOf(playback.seek(addMs(madeOpen, one.seconds * 1000)))
          else if (one.type === 'play') {
            playback.play()
            paper.stage.ticker.pass(one.ms)
            playback.pause()
            await paper.settle()
          } else if (one.type === 'place' && isOpen) {
            asked = [...asked.filter((past) => past.at <= at), { ...one, at }]
            await paper.answerOf(paper.desk.place(one.request, true))
          } else if (one.type === 'alter') {
            const known = asked.flatMap((past, order) =>
              past.type === 'place' && past.at <= at ? [order] : [],
            )
            const order = known[one.which % Math.max(1, known.length)]
            const id = order === undefined ? undefined : idOf(paper, asked, order)
            if (order === undefined || id === undefined) continue
            const entry: Asked = one.kind
              ? { at, type: 'change', order, kind: one.kind }
              : { at, type: 'cancel', order }
            asked = [...asked.filter((past) => past.at <= at), entry]
            await paper.answerOf(
              one.kind ? paper.desk.change(id, one.kind, true) : paper.desk.cancel(id, true),
            )
          }
        }
        await paper.settle()
        const straight = straightRun(loaded, asked, paper.now)
        expect(paper.events).toEqual(straight.events)
        expect(paper.equity).toEqual(straight.equity)
      },
    ),
    { numRuns: 300 },
  )
})

/** The broker's number of what an entry placed: placed and rejected ones without a parent come in the order of entries. */
function idOf(paper: PaperStage, asked: readonly Asked[], order: number) {
  const own = paper.events.filter(
    (event) =>
      event.type === 'rejected' ||
      (event.type === 'placed' && event.parent === undefined && event.request.note !== 'margin call'),
  )
  const before = asked.slice(0, order).filter(({ type }) => type === 'place').length
  return own[before]?.order
}
