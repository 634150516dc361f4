import { describe, expect, test } from 'vitest'
import type { EpochMs } from '#shared/time/epoch.ts'
import type {
  HaltEvidence,
  MarkEvidence,
  RequestEvidence,
  StandInEvidence,
} from '../../upkeep/evidence/evidence.ts'
import { dayBatch, minuteBatch, openOf, quoteBatch } from '../testing/batches.ts'
import { file, openReader, openWriter } from '../testing/temporary-store.ts'

const time = (ms: number) => ms as EpochMs
const request: RequestEvidence = {
  kind: 'request',
  source: 'web',
  identity: 'alpaca:0123456789abcdef',
  from: time(100),
  to: time(200),
  askedAt: time(1000),
  try: 2,
  outcome: 'truncated',
  bars: 3,
  since: time(110),
  reached: time(150),
  detail: 'the connection was cut',
}
const halt: HaltEvidence = {
  kind: 'halt',
  from: time(120),
  to: time(180),
  code: 'T1',
  source: 'halts.csv',
  knownAt: time(2000),
}
const mark: MarkEvidence = {
  kind: 'mark',
  from: time(50),
  to: time(110),
  class: 'no-trade',
  reason: 'seen elsewhere',
  at: time(3000),
}
const standIn: StandInEvidence = {
  kind: 'stand-in',
  from: time(60),
  to: time(90),
  price: 10.25,
  request: 's1',
  by: 'the window',
  at: time(4000),
}

describe('evidence', () => {
  test('comes back as it was recorded, by symbol and window, and outlives the writer', () => {
    const store = openWriter()
    const plain: RequestEvidence = { ...request, outcome: 'empty', bars: 0, try: 1 }
    const { identity: _, since: __, reached: ___, detail: ____, ...bare } = plain
    expect(store.ledger.record('SPY', [request, bare, halt, mark, standIn])).toBe(5)
    const { price: _price, ...takenBack } = standIn
    expect(store.ledger.record('AIG', [{ ...mark, class: 'none' }, takenBack])).toBe(2)
    store.close()
    const { ledger } = openReader(store.path)
    expect(ledger.recorded('SPY', 0, 1000)).toEqual([request, bare, halt, mark, standIn])
    expect(ledger.recorded('SPY', 0, 100)).toEqual([mark, standIn])
    expect(ledger.recorded('SPY', 180, 190)).toEqual([request, bare])
    expect(ledger.recorded('SPY', 200, 300)).toEqual([])
    expect(ledger.recorded('AIG', 0, 1000)).toEqual([{ ...mark, class: 'none' }, takenBack])
  })

  test('of a halt that is known already changes nothing', () => {
    const { ledger } = openWriter()
    expect(ledger.record('SPY', [halt, halt])).toBe(1)
    expect(ledger.record('SPY', [{ ...halt, knownAt: time(9000) }])).toBe(0)
    expect(ledger.changes()).toEqual(new Map([['SPY', 1]]))
    expect(ledger.recorded('SPY', 0, 1000)).toEqual([halt])
  })
})

test('changes count imports of 1m trades that changed something, and nothing else', () => {
  const store = openWriter()
  const changes = () => store.ledger.changes().get('SPY') ?? 0
  const bars = minuteBatch([[0, 1, 2, 0.5, 1.5, 10]])
  store.importFile(file(), [bars])
  expect(changes()).toBe(1)
  store.importFile(file(), [bars])
  store.importFile(file(), [dayBatch('2024-07-08', 5)])
  store.importFile(file(), [quoteBatch([[0, 1, 1, 1, 1, 1]], [[0, 2, 2, 2, 2, 1]])])
  expect(changes()).toBe(1)
  store.importFile(file(), [minuteBatch([[0, 1, 2, 0.5, 1.6, 10]])])
  expect(changes()).toBe(2)
})

test('bars by feed, stamps by session, the first bar', () => {
  const store = openWriter()
  const day = openOf('2024-07-08') - (openOf('2024-07-08') % 86_400_000)
  const number = day / 86_400_000
  store.importFile(file(), [minuteBatch([[5, 1, 2, 0.5, 1.5, 10]])])
  const [[, stamp] = []] = store.ledger.blockStamps('SPY', number, number)
  store.importFile(file({ feed: 'two' }), [minuteBatch([[6, 1, 2, 0.5, 1.5, 10]])])
  const minute = (index: number) => openOf('2024-07-08') + index * 60_000
  expect(store.ledger.feedStarts('SPY', number)).toEqual([
    { feed: 'one', start: Float64Array.of(minute(5)) },
    { feed: 'two', start: Float64Array.of(minute(6)) },
  ])
  const [[session, other] = []] = store.ledger.blockStamps('SPY', number, number)
  expect(session).toBe(number)
  expect(other).not.toBe(stamp)
  expect(store.ledger.symbolsOn(number)).toEqual([{ symbol: 'SPY', exchange: 'XNYS', regularBars: 1 }])
  expect(store.ledger.firstStart('SPY')).toBe(minute(5))
  expect(store.ledger.firstStart('NONE')).toBeUndefined()
})
