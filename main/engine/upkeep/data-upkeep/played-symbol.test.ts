import { expect, test } from 'vitest'
import { countColumns } from '#shared/protocol/upkeep-events.ts'
import { Calendars } from '../../calendars/calendars.ts'
import type { StoreWriter } from '../../store/store.ts'
import { everyMinute } from '../../system/testing/fill-store.ts'
import { GapLedger } from '../gap-ledger.ts'
import { asked, barsBut, clockAt, monday, storeWith } from '../testing/made-store.ts'
import type { PlayedBars } from './contract.ts'
import { PlayedSymbolGrade } from './played-symbol.ts'

const calendar = new Calendars().of('XNYS')

/** Lacks every minute from the 10th on; two sources have nothing for the first five of these. */
function endingStore(): StoreWriter {
  const store = storeWith(barsBut([], { to: 10 }))
  store.ledger.record('SPY', [asked('one', monday, [10, 15]), asked('two', monday, [10, 15])])
  return store
}

/** Bars of minutes that become known in the replay itself, each when another minute begins. */
function knownLate(bars: readonly (readonly [minute: number, knownAt: number])[]): PlayedBars['late'] {
  return {
    start: Float64Array.from(bars, ([minute]) => clockAt(monday, minute)),
    state: new Uint8Array(bars.length),
    knownAt: Float64Array.from(bars, ([, knownAt]) => clockAt(monday, knownAt)),
  }
}

/** The symbol of a store, played; by default one whose bars end and came in time. */
function playedSymbol(
  store = endingStore(),
  missing = everyMinute.slice(10),
  { late = knownLate([]), storedLate = new Set<number>() } = {},
) {
  const session = calendar.session(monday)
  if (!session) throw new RangeError(`${monday} is no session`)
  let [clock, looks] = [clockAt(monday, 0), 0]
  const ledger = new GapLedger(store, { now: () => clock }, new Calendars())
  const present = everyMinute.filter((minute) => !missing.includes(minute))
  const start = Float64Array.from(present, (minute) => clockAt(monday, minute))
  const bars = { start, state: new Uint8Array(start.length), late }
  const lookUp = () => {
    looks++
    return ledger.sessionOf('SPY', 'XNYS', monday)
  }
  const played = new PlayedSymbolGrade(
    { symbol: 'SPY', exchange: 'XNYS', session: monday, trailing: [], bars },
    { session, calendar, late: storedLate, hasEvidence: () => true, lookUp },
  )
  const follow = (minute: number): void => {
    clock = clockAt(monday, minute)
    played.grade.follow(clock)
  }
  /** Proven empty and missing at a minute. */
  const countsAt = (minute: number, isAsked: boolean): readonly (number | undefined)[] => {
    follow(minute)
    const counts = played.counts(isAsked)
    return [counts[3], counts[5]]
  }
  const lateAt = (minute: number): number | undefined => {
    follow(minute)
    return played.counts(false)[countColumns.indexOf('late')]
  }
  return { played, countsAt, lateAt, looks: () => looks }
}

test('while it is asked for, a symbol is counted by its last look: later minutes are missing', () => {
  const { countsAt, looks } = playedSymbol()
  expect(countsAt(13, false)).toEqual([3, 0])
  expect(countsAt(14, true)).toEqual([3, 1])
  expect(looks()).toBe(1)
  expect(countsAt(14, false)).toEqual([4, 0])
  expect(looks()).toBe(2)
})

test('it is looked up all the same when something was learnt, or the clock went back', () => {
  const { played, countsAt, looks } = playedSymbol()
  expect(countsAt(17, true)).toEqual([5, 2])
  expect(countsAt(12, true)).toEqual([2, 0])
  played.noteEvidence()
  expect(countsAt(14, true)).toEqual([4, 0])
  expect(looks()).toBe(3)
})

test('bars alone make no look for a while: one at the next missing minute, after a quarter of an hour, at the close', () => {
  const store = storeWith(barsBut([10, 60]))
  store.ledger.record('SPY', [asked('one', monday, [10, 11]), asked('two', monday, [10, 11])])
  const { countsAt, looks } = playedSymbol(store, [10, 60])
  expect(countsAt(11, false)).toEqual([1, 0])
  for (let minute = 12; minute < 26; minute++) expect(countsAt(minute, false)).toEqual([1, 0])
  expect(looks()).toBe(1)
  countsAt(26, false)
  expect(looks()).toBe(2)
  expect(countsAt(61, false)).toEqual([1, 1])
  expect(looks()).toBe(3)
  countsAt(389, false)
  expect(looks()).toBe(4)
  countsAt(390, false)
  expect(looks()).toBe(5)
})

test('R17: as traded, a minute is late once its bar has come, and not when another version of it comes', () => {
  const late = knownLate([
    [2, 6],
    [3, 6],
    [8, 20],
  ])
  const { lateAt } = playedSymbol(storeWith(barsBut([2, 8])), [2, 8], { late })
  expect([5, 6, 19, 20, 5, 390].map(lateAt)).toEqual([0, 1, 1, 2, 0, 2])
})

test('as repaired, a minute that the store knows to have come late is late from its end on', () => {
  const storedLate = new Set([2, 8, 10].map((minute) => clockAt(monday, minute)))
  const { lateAt } = playedSymbol(storeWith(barsBut([10])), [10], { storedLate })
  expect([2, 3, 9, 390, 4].map(lateAt)).toEqual([0, 1, 2, 2, 1])
})
