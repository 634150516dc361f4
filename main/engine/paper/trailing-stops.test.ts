import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OrderId, Side } from '#shared/strategy/order.ts'
import type { LoadedSession } from '../replay/loaded-session.ts'
import { madeSession } from '../replay/testing/made-session.ts'
import { PaperStage } from './testing/paper-stage.ts'

/** A minute's open, high, low and close in cents; undefined where its bar is missing. */
type Minute = readonly [open: number, high: number, low: number, close: number] | undefined

const calm: Minute = [10_000, 10_050, 9_950, 10_000]

/** A replayed session of one symbol with these bars. */
function sessionOf(minutes: readonly Minute[]): LoadedSession {
  const known = minutes.flatMap((minute, index) => (minute ? [{ minute, index }] : []))
  const loaded = madeSession([{ minutes: known.map(({ index }) => index), trailing: [] }], minutes.length)
  const columns = loaded.symbols[0]?.columns
  for (const [index, { minute }] of known.entries())
    for (const [place, name] of (['open', 'high', 'low', 'close'] as const).entries())
      if (columns) columns[name][index] = (minute[place] ?? Number.NaN) / 100
  return loaded
}

/** Where the stop of an order stands at the clock, as the window was told; undefined where it stands nowhere. */
function shownStop({ events }: PaperStage, order: OrderId): number | undefined {
  const own = events.filter((event) => event.order === order)
  const last = own.findLast(({ type }) => type === 'trailed')
  const isDone = own.some(({ type }) => type === 'filled' || type === 'expired')
  return isDone || last?.type !== 'trailed' ? undefined : last.stop
}

/**
 * The same from the bars alone: an order placed at the end of minute `placed` - 1 whose stop before each bar lies
 * `behind` cents from the best of its last price and the bars since, gone with the first bar that reaches it.
 */
function stopAt(minutes: readonly Minute[], placed: number, clock: number, side: Side, behind: number) {
  const sign = side === 'buy' ? 1 : -1
  const last = minutes.slice(0, placed).findLast((minute) => minute !== undefined)
  if (!last || clock < placed) return undefined
  let best = last[3]
  for (const minute of minutes.slice(placed, clock)) {
    if (!minute) continue
    const [, high, low] = minute
    const [good, bad] = side === 'buy' ? [low, high] : [high, low]
    if (sign * bad >= sign * (best + sign * behind)) return undefined
    if (sign * good < sign * best) best = good
  }
  return clock === minutes.length ? undefined : (best + sign * behind) / 100
}

function trailing(side: Side, cents: number) {
  return { side, kind: { type: 'trailing-stop', trail: { by: 'points', points: cents / 100 } } } as const
}

test('the stop follows the price bar by bar; stepping back shows where it stood, and a gap fills it at the open', async () => {
  const paper = new PaperStage(
    sessionOf([
      calm,
      [10_000, 10_300, 9_990, 10_250],
      [10_250, 10_280, 10_210, 10_220],
      undefined,
      [9_900, 9_950, 9_880, 9_940],
      calm,
    ]),
  )
  await paper.step(1)
  const order = await paper.place(trailing('sell', 100))
  const stood = [shownStop(paper, order)]
  for (let minute = 0; minute < 3; minute += 1) {
    await paper.step(1)
    stood.push(shownStop(paper, order))
  }
  expect(stood).toEqual([99, 102, 102, 102])
  await paper.step(1)
  expect(shownStop(paper, order)).toBeUndefined()
  expect(paper.said().at(-1)).toBe('1 filled 10 @ 99')
  await paper.step(-1)
  expect(shownStop(paper, order)).toBe(102)
  await paper.step(-3)
  expect(shownStop(paper, order)).toBe(99)
})

test('the stop of a short position comes down with the price', async () => {
  const paper = new PaperStage(
    sessionOf([
      calm,
      [10_000, 10_010, 9_800, 9_810],
      [9_810, 9_850, 9_700, 9_720],
      [9_720, 9_830, 9_710, 9_800],
      calm,
    ]),
  )
  await paper.step(1)
  await paper.place({ side: 'sell' })
  const order = await paper.place(trailing('buy', 100))
  await paper.step(1)
  expect(shownStop(paper, order)).toBe(99)
  await paper.step(1)
  expect(shownStop(paper, order)).toBe(98)
  await paper.step(1)
  expect(paper.said().at(-1)).toBe('2 filled 10 @ 98')
  await paper.step(-2)
  expect(shownStop(paper, order)).toBe(99)
})

test('moved nearer it stays behind the same best price from then on; a step back undoes that', async () => {
  const paper = new PaperStage(
    sessionOf([calm, [10_000, 10_300, 9_990, 10_250], [10_250, 10_280, 10_240, 10_260], calm]),
  )
  await paper.step(1)
  const order = await paper.place(trailing('sell', 200))
  await paper.step(1)
  expect(shownStop(paper, order)).toBe(101)
  await paper.answerOf(paper.desk.change(order, trailing('sell', 70).kind, false))
  expect(shownStop(paper, order)).toBe(102.3)
  const refused = await paper.answerOf(paper.desk.change(order, trailing('sell', -10).kind, false))
  expect(refused).toMatchObject({ code: 'usage', message: expect.stringContaining('not above 0') })
  await paper.step(1)
  expect(shownStop(paper, order)).toBe(102.3)
  await paper.step(-2)
  expect(shownStop(paper, order)).toBe(98)
  await paper.step(1)
  expect(shownStop(paper, order)).toBe(102.3)
})

const cents = fc.integer({ min: 9_800, max: 10_200 })
const minute: fc.Arbitrary<Minute> = fc.option(
  fc.tuple(cents, cents, cents, cents).map(([open, one, other, close]): Minute => {
    const all = [open, one, other, close]
    return [open, Math.max(...all), Math.min(...all), close]
  }),
  { nil: undefined, freq: 4 },
)

test('on any way forth and back the window is told where all bars up to the clock put it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(minute, { minLength: 3, maxLength: 24 }),
      fc.nat(20),
      fc.constantFrom<Side>('buy', 'sell'),
      fc.integer({ min: 1, max: 400 }),
      fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 12 }),
      fc.constantFrom(0, 0.7),
      async (later, wait, side, behind, steps, lookMs) => {
        const minutes = [calm, ...later]
        const placed = 1 + (wait % later.length)
        const paper = new PaperStage(sessionOf(minutes), lookMs)
        await paper.step(placed)
        const order = await paper.place(trailing(side, behind))
        let clock = placed
        for (const step of [0, ...steps]) {
          clock = Math.min(minutes.length, Math.max(0, clock + step))
          if (step !== 0) await paper.step(step)
          expect(shownStop(paper, order)).toBe(stopAt(minutes, placed, clock, side, behind))
        }
      },
    ),
    { numRuns: 200 },
  )
})
