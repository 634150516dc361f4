import { describe, expect, test } from 'vitest'
import { minuteMs } from '#shared/time/epoch.ts'
import { minuteBatch } from '../store/testing/batches.ts'
import { file } from '../store/testing/temporary-store.ts'
import { classifyAgain } from './classify/classify-gaps.ts'
import type { HaltEvidence, MarkEvidence } from './evidence/evidence.ts'
import {
  asked,
  barsBut,
  clockAt,
  fullGapsIn,
  gapsIn,
  halfDay,
  monday,
  qualityIn,
  storeWith,
  tuesday,
  yearLater,
} from './testing/made-store.ts'

function halt(from: number, to: number): HaltEvidence {
  const window = { from: clockAt(monday, from), to: clockAt(monday, to) }
  return { kind: 'halt', ...window, code: 'T1', source: 'halts.csv', knownAt: yearLater }
}

function mark(from: number, to: number, gapClass: MarkEvidence['class']): MarkEvidence {
  const window = { from: clockAt(monday, from), to: clockAt(monday, to) }
  return { kind: 'mark', ...window, class: gapClass, reason: 'looked it up', at: yearLater }
}

describe('G4: a symbol that has no bar', () => {
  test('is 0 percent and not fetched, as long as nobody was asked', () => {
    const store = storeWith(barsBut([]))
    expect(gapsIn(store, 'SPY', tuesday)).toEqual([[0, 390, 'not-fetched', 'proven']])
    expect(qualityIn(store, 'SPY', tuesday)).toMatchObject({
      expected: 390,
      recorded: 0,
      missing: 390,
      coverage: 0,
    })
  })

  test('falls with the clock while its feed is dead', () => {
    const store = storeWith(barsBut([], { to: 10 }))
    const coverage = [10, 11, 20, 100].map(
      (minute) => qualityIn(store, 'SPY', monday, clockAt(monday, minute)).coverage,
    )
    expect(coverage).toEqual([100, 90.9, 50, 10])
  })
})

describe('G5: what is missing at the edges', () => {
  test('of a busy symbol is not taken for a quiet market', () => {
    const store = storeWith(barsBut([], { from: 12, to: 300 }))
    expect(gapsIn(store, 'SPY', monday)).toEqual([
      [0, 12, 'not-fetched', 'probable'],
      [300, 390, 'not-fetched', 'probable'],
    ])
  })

  test('is inside where the file has bars of extended hours beyond', () => {
    const store = storeWith(barsBut([...range(0, 3), ...range(388, 390)], { from: -20, to: 420 }))
    expect(gapsIn(store, 'SPY', monday).map(([from, to, gapClass]) => [from, to, gapClass])).toEqual([
      [0, 3, 'feed-gap'],
      [388, 390, 'feed-gap'],
    ])
  })
})

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

describe('G6: what lifts no coverage', () => {
  test('bars after the close of a half day: 209 of 210', () => {
    const store = storeWith(barsBut([100], { session: halfDay, to: 240 }))
    expect(qualityIn(store, 'SPY', halfDay)).toMatchObject({
      expected: 210,
      recorded: 209,
      missing: 1,
      coverage: 99.5,
    })
    expect(gapsIn(store, 'SPY', halfDay)).toEqual([[100, 101, 'feed-gap', 'probable']])
  })

  test('two bars of one minute', () => {
    const store = storeWith(minuteBatch([0, 0.5, 1].map((minute) => [minute, 1, 1, 1, 1, 1])))
    expect(qualityIn(store, 'SPY', monday)).toMatchObject({ recorded: 2, missing: 388 })
  })
})

test('R16: one minute of many missing never reads as a hundred', () => {
  const store = storeWith(barsBut([200]))
  expect(qualityIn(store, 'SPY', monday)).toMatchObject({ coverage: 99.7, explained: 99.7 })
})

test('G8: two answers about overlapping windows count each minute once', () => {
  const store = storeWith(barsBut(range(100, 110)))
  store.ledger.record('SPY', [asked('web', monday, [100, 107]), asked('disk', monday, [103, 110])])
  expect(gapsIn(store, 'SPY', monday)).toEqual([
    [100, 103, 'feed-gap', 'probable'],
    [103, 107, 'no-trade', 'corroborated'],
    [107, 110, 'feed-gap', 'probable'],
  ])
  expect(qualityIn(store, 'SPY', monday)).toMatchObject({ recorded: 380, noTrade: 4, missing: 6 })
})

test('G9: before the open nothing is known, and all is pending', () => {
  const store = storeWith(barsBut([]))
  expect(qualityIn(store, 'SPY', tuesday, clockAt(tuesday, -30))).toEqual({
    symbol: 'SPY',
    session: tuesday,
    expected: 390,
    recorded: 0,
    filled: 0,
    noTrade: 0,
    halted: 0,
    late: 0,
    missing: 0,
    pending: 390,
    coverage: undefined,
    explained: undefined,
  })
})

test('R15: the current minute is pending, those before it are missing', () => {
  const store = storeWith(barsBut([], { to: 10 }))
  expect(gapsIn(store, 'SPY', monday, clockAt(monday, 12.5))).toEqual([
    [10, 12, 'not-fetched', 'probable'],
    [12, 390, 'pending', 'proven'],
  ])
})

describe('evidence', () => {
  test('of a halt covers whole minutes only, and cuts the run', () => {
    const store = storeWith(barsBut(range(100, 110)))
    store.ledger.record('SPY', [halt(101.2, 108.5)])
    expect(gapsIn(store, 'SPY', monday)).toEqual([
      [100, 102, 'feed-gap', 'probable'],
      [102, 108, 'halted', 'proven'],
      [108, 110, 'feed-gap', 'probable'],
    ])
    expect(qualityIn(store, 'SPY', monday)).toMatchObject({
      halted: 6,
      missing: 4,
      coverage: 97.4,
      explained: 98.9,
    })
  })

  test('by hand holds until it is taken back', () => {
    const store = storeWith(barsBut([50]))
    store.ledger.record('SPY', [mark(50, 51, 'no-trade')])
    expect(gapsIn(store, 'SPY', monday)).toEqual([[50, 51, 'no-trade', 'probable']])
    expect(qualityIn(store, 'SPY', monday)).toMatchObject({
      noTrade: 1,
      missing: 0,
      coverage: 99.7,
      explained: 100,
    })
    store.ledger.record('SPY', [mark(50, 51, 'none')])
    expect(gapsIn(store, 'SPY', monday)).toEqual([[50, 51, 'feed-gap', 'probable']])
    expect(store.ledger.recorded('SPY', clockAt(monday, 0), clockAt(monday, 390))).toHaveLength(2)
  })

  test('R15: minutes before the first bar that two sources lack are not expected', () => {
    const store = storeWith(barsBut([], { from: 75 }))
    store.ledger.record('SPY', [asked('web', monday, [0, 75]), asked('disk', monday, [0, 390])])
    expect(gapsIn(store, 'SPY', monday)).toEqual([[0, 75, 'not-listed', 'corroborated']])
    expect(qualityIn(store, 'SPY', monday)).toMatchObject({
      expected: 315,
      recorded: 315,
      missing: 0,
      coverage: 100,
    })
  })

  test('of another feed in the store proves a gap', () => {
    const store = storeWith(barsBut([50, 51]))
    store.importFile(file({ feed: 'two' }), [barsBut([51])])
    expect(gapsIn(store, 'SPY', monday)).toEqual([[50, 52, 'feed-gap', 'probable']])
    expect(fullGapsIn(store, 'SPY', monday)[0]?.reason).toMatch(/^feed two has a bar; then .*1000/)
  })

  test('of tries counts them', () => {
    const store = storeWith(barsBut([50]))
    const failed = { outcome: 'failed', detail: 'timed out' } as const
    store.ledger.record('SPY', [
      asked('web', monday, [50, 51], failed),
      asked('web', monday, [50, 51], { ...failed, try: 2 }),
      asked('web', monday, [60, 61], failed),
    ])
    expect(fullGapsIn(store, 'SPY', monday)).toMatchObject([{ class: 'feed-gap', tries: 2 }])
  })

  test('that several busy symbols lack the same minutes makes a feed gap of thin ones', () => {
    const symbols = ['AAA', 'BBB', 'CCC', 'DDD']
    const thin = (symbol: string, missing: number[]) => {
      const { columns, ...place } = barsBut(missing, { symbol })
      if ('bid' in columns) throw new TypeError('trades')
      for (const minute of [49, 50]) columns.volume[minute] = 10
      return { ...place, kind: 'trade' as const, columns }
    }
    const alone = storeWith(...symbols.map((symbol) => thin(symbol, symbol === 'AAA' ? [50] : [])))
    expect(gapsIn(alone, 'AAA', monday)).toEqual([[50, 51, 'unknown', 'none']])
    const together = storeWith(...symbols.map((symbol) => thin(symbol, symbol === 'DDD' ? [] : [50])))
    expect(gapsIn(together, 'AAA', monday)).toEqual([[50, 51, 'feed-gap', 'probable']])
    expect(fullGapsIn(together, 'AAA', monday)[0]?.reason).toMatch(
      /2 of 3 other busy symbols lack it too: BBB and CCC/,
    )
  })
})

test('a quiet symbol did not trade; a hole longer than it ever had is something else', () => {
  const everyFourth = range(0, 390).filter((minute) => minute % 4 === 1 && (minute < 190 || minute >= 230))
  const store = storeWith(barsBut([...everyFourth, ...range(200, 220)], { volume: 100 }))
  const gaps = gapsIn(store, 'SPY', monday)
  expect(gaps.filter(([, , gapClass]) => gapClass === 'no-trade')).toHaveLength(everyFourth.length)
  expect(gaps.filter(([, , gapClass]) => gapClass !== 'no-trade')).toEqual([
    [200, 220, 'feed-gap', 'probable'],
  ])
})

test('classes come out the same again from the evidence that a gap keeps', () => {
  const store = storeWith(barsBut([...range(100, 110), 200, ...range(385, 390)]))
  store.ledger.record('SPY', [
    halt(102, 105),
    asked('web', monday, [104, 108]),
    asked('disk', monday, [104, 106]),
  ])
  const gaps = fullGapsIn(store, 'SPY', monday)
  expect(gaps.length).toBeGreaterThan(4)
  for (const gap of gaps) expect(classifyAgain(JSON.parse(JSON.stringify(gap)))).toEqual(gap)
})

test('every missing minute is in exactly one gap', () => {
  const missing = [...range(0, 4), 77, ...range(150, 163), 389]
  const store = storeWith(barsBut(missing))
  store.ledger.record('SPY', [halt(152, 160), asked('web', monday, [70, 155])])
  const listed = fullGapsIn(store, 'SPY', monday).flatMap(({ start, minutes }) =>
    range(0, minutes).map((minute) => (start - clockAt(monday, 0)) / minuteMs + minute),
  )
  expect(listed).toEqual(missing)
})
