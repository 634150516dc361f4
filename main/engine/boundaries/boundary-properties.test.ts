import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { SessionState } from '#shared/protocol/session-calls.ts'
import { type EpochMs, formatUtc, hourMs, minuteMs } from '#shared/time/epoch.ts'
import type { BoundaryEvent } from './boundary-event.ts'
import { isAllowedMove } from './session-state.ts'
import { answerSessions } from './testing/answer-sessions.ts'
import { slowVerdict } from './testing/slow-reference.ts'
import { Stage, usual } from './testing/stage.ts'

const answers = process.env.TAPEDECK_ANSWERS
const sessionsOfRun = 3
/** Simulating days takes a while on a busy machine. */
const patienceMs = 60_000

/** Stretches of minutes in which bars of a symbol come, and in which they do not, in turn. */
const stretches = fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 1, maxLength: 30 })

function xnysSessions(from: number): readonly Session[] {
  const calendar = calendarOf('XNYS')
  return Array.from({ length: sessionsOfRun + 1 }, (_, i) => calendar.sessionAt(from + i) as Session)
}

/** Ends of the bars of all regular minutes that fall into every other stretch. */
function endsOf(sessions: readonly Session[], lengths: readonly number[]): ReadonlySet<number> {
  const ends = new Set<number>()
  let stretch = 0
  let left = lengths[0] as number
  for (const { segments } of sessions)
    for (const { open, close } of segments)
      for (let start: number = open; start < close; start += minuteMs) {
        if (stretch % 2 === 0) ends.add(start + minuteMs)
        if (--left > 0) continue
        stretch++
        left = lengths[stretch % lengths.length] as number
      }
  return ends
}

/** Plays all sessions but the last, minute by minute, and compares with the reference at every one of them. */
function compare(
  exchange: string,
  sessions: readonly Session[],
  arrivals: readonly (readonly number[])[],
): void {
  const ends = arrivals.map((lengths) => endsOf(sessions, lengths))
  const symbols = ends.map((_, i) => `S${i}`)
  const [first, last] = [sessions[0] as Session, sessions.at(-2) as Session]
  const begin = (first.preMarket?.open ?? first.open) - hourMs
  const stage = new Stage(calendarOf(exchange), formatUtc(begin as EpochMs), {
    session: first.date,
    symbols,
  })
  for (let now = begin; now < last.close + 25 * minuteMs; now += minuteMs) {
    stage.now = now as EpochMs
    for (const [i, own] of ends.entries()) if (own.has(now)) stage.bar(`S${i}`)
    stage.at(stage.now)
    const {
      state,
      session,
      symbols: states,
    } = { ...stage.boundary.status(), session: stage.boundary.session }
    const found = { session, state, symbols: states.map((symbol) => symbol.state) }
    const expected = slowVerdict(sessions, ends, now)
    if (!isSame(found, expected)) expect({ at: formatUtc(stage.now), ...found }).toEqual(expected)
  }
  expectLegal(stage.events)
  expectOneRollASession(
    stage.events,
    sessions.filter(({ date }) => date < stage.boundary.session),
  )
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function expectLegal(events: readonly BoundaryEvent[]): void {
  let state: SessionState = 'not-started'
  for (const event of events) {
    if (event.type !== 'moved') continue
    expect(event.from).toBe(state)
    expect([event.from, event.to, isAllowedMove(event.from, event.to)]).toEqual([event.from, event.to, true])
    state = event.to
  }
}

function expectOneRollASession(events: readonly BoundaryEvent[], sessions: readonly Session[]): void {
  const rolls = events.flatMap((event) => (event.type === 'rolled' ? [event.session] : []))
  expect(rolls).toEqual(sessions.map(({ date }) => date))
}

describe('against the slow reference, minute by minute', () => {
  test(
    'any sessions of New York with holidays and half days, any arrivals of bars',
    () => {
      const anyStart = fc.integer({ min: 0, max: 9700 })
      fc.assert(
        fc.property(anyStart, fc.array(stretches, { maxLength: 3 }), (from, arrivals) =>
          compare('XNYS', xnysSessions(from), arrivals),
        ),
        { numRuns: 8 },
      )
    },
    patienceMs,
  )

  test.skipIf(!answers).each([
    ['XHKG', 'xhkg', 4000, 6],
    ['CMES', 'cmes', 8000, 2],
    ['XASX', 'xasx', 8000, 5],
    ['24/7', '24-7', 300, 2],
  ])(
    '%s from its answer file',
    (exchange, name, count, runs) => {
      const all = answerSessions(name)
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: count }),
          fc.array(stretches, { minLength: 1, maxLength: 2 }),
          (from, arrivals) => compare(exchange, all.slice(from, from + sessionsOfRun + 1), arrivals),
        ),
        { numRuns: runs },
      )
    },
    patienceMs,
  )
})

describe('whatever happens', () => {
  const action = fc.oneof(
    {
      weight: 10,
      arbitrary: fc.record({ kind: fc.constant('wait'), minutes: fc.integer({ min: 0, max: 900 }) }),
    },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('bar'), symbol: fc.constantFrom('A', 'B') }) },
    fc.record({ kind: fc.constantFrom('raise', 'clear', 'hold', 'release') }),
    fc.record({ kind: fc.constant('add'), symbol: fc.constantFrom('A', 'B') }),
    fc.record({ kind: fc.constant('remove'), symbol: fc.constantFrom('A', 'B') }),
    fc.record({ kind: fc.constant('delay'), minutes: fc.integer({ min: 0, max: 2000 }) }),
  )
  type Action = {
    readonly kind: string
    readonly minutes?: number
    readonly symbol?: string
  }

  function act(stage: Stage, { kind, minutes = 0, symbol = '' }: Action): void {
    const { boundary } = stage
    const knows = boundary.status().symbols.some((status) => status.symbol === symbol)
    if (kind === 'wait') stage.at((stage.now + minutes * minuteMs) as EpochMs)
    if (kind === 'bar' && knows) stage.bar(symbol)
    if (kind === 'raise') stage.tell(boundary.raiseError('broken'))
    if (kind === 'clear') stage.tell(boundary.clearError())
    if (kind === 'hold') boundary.holdEnd('a fill')
    if (kind === 'release') boundary.releaseEnd('a fill')
    if (kind === 'add') boundary.addSymbol(symbol)
    if (kind === 'remove') boundary.removeSymbol(symbol)
    if (kind === 'delay') boundary.configure({ ...usual, rollDelayMs: minutes * minuteMs })
  }

  test(
    'no move outside the table, one roll a session in the order of the calendar, no timeout outside hours',
    () => {
      const calendar = calendarOf('XNYS')
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 9700 }),
          fc.array(action, { maxLength: 80 }),
          (from, actions) => {
            const first = calendar.sessionAt(from) as Session
            const stage = new Stage(calendar, formatUtc(first.dayStart), { session: first.date })
            for (const each of actions) act(stage, each as Action)
            expectLegal(stage.events)
            const rolled = calendar.sessionNumber(stage.boundary.session) - from
            expectOneRollASession(
              stage.events,
              Array.from({ length: rolled }, (_, i) => calendar.sessionAt(from + i) as Session),
            )
            for (const event of stage.events) {
              if (event.type !== 'moved' || event.to !== 'timeout') continue
              const hours = calendar.session(event.session)?.segments ?? []
              expect(hours.some(({ open, close }) => event.due >= open && event.due < close)).toBe(true)
            }
          },
        ),
        { numRuns: 200 },
      )
    },
    patienceMs,
  )

  test(
    'a late check and many early ones come to the same; nothing flaps',
    () => {
      const calendar = calendarOf('XNYS')
      const gaps = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 })
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 9700 }), gaps, (from, minutes) => {
          const first = calendar.sessionAt(from) as Session
          const options = { session: first.date, symbols: ['A', 'B'] }
          const often = new Stage(calendar, formatUtc(first.dayStart), options)
          const seldom = new Stage(calendar, formatUtc(first.dayStart), options)
          for (const stage of [often, seldom]) {
            for (let end: number = first.open + minuteMs; end < first.open + 20 * minuteMs; end += minuteMs) {
              stage.now = end as EpochMs
              stage.bar('A').at(stage.now)
            }
          }
          for (const gap of minutes) {
            seldom.at((seldom.now + gap * minuteMs) as EpochMs)
            often.minutes(formatUtc(seldom.now))
          }
          const withoutTime = ({ at, ...event }: BoundaryEvent) => event
          expect(seldom.events.map(withoutTime)).toEqual(often.events.map(withoutTime))
          expect(seldom.boundary.status()).toEqual(often.boundary.status())
          const rolls = seldom.events.filter(({ type }) => type === 'rolled').length
          // Without bars a session moves at most six times between two rolls.
          const moves = seldom.events.filter(({ type }) => type === 'moved').length
          expect(moves).toBeLessThanOrEqual(6 * (rolls + 1))
        }),
        { numRuns: 20 },
      )
    },
    patienceMs,
  )
})

test('at any instant it begins with the first session that has not rolled, found by walking all of them (B2)', () => {
  const anyMinute = fc.integer({ min: Date.UTC(1991, 0) / minuteMs, max: Date.UTC(2024, 0) / minuteMs })
  const anyDelay = fc.integer({ min: 0, max: 2000 })
  const exchanges = fc.constantFrom('XNYS', 'XHKG', 'CMES', 'XASX', '24/7')
  fc.assert(
    fc.property(exchanges, anyMinute, anyDelay, (exchange, minute, delay) => {
      const calendar = calendarOf(exchange)
      const now = (minute * minuteMs) as EpochMs
      const from = Math.max(0, calendar.sessionNumber(calendar.sessionDateOf(now)) - 10)
      let number = from
      for (; ; number++) {
        const session = calendar.sessionAt(number) as Session
        const next = calendar.sessionAt(number + 1) as Session
        if (Math.min(session.close + delay * minuteMs, next.preMarket?.open ?? next.open) > now) break
      }
      const settings = { ...usual, rollDelayMs: delay * minuteMs }
      expect(new Stage(calendar, formatUtc(now), { settings }).boundary.session).toBe(
        calendar.sessionAt(number)?.date,
      )
    }),
    { numRuns: 300 },
  )
})
