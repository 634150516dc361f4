import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'
import { type PreparedKey, sortedSymbols, whyOtherRequest, whyOtherWorld } from './prepared-key.ts'

const symbol = fc.constantFrom('AIG', 'IBM', 'SPY', 'XOM')
const windows: fc.Arbitrary<readonly TrailingWindow[]> = fc.uniqueArray(
  fc.record({
    sessions: fc.constantFrom(1, 5),
    interval: fc.constantFrom('1m', '5m') as fc.Arbitrary<TrailingWindow['interval']>,
  }),
  { maxLength: 2, selector: ({ interval }) => interval },
)
const symbols = fc.uniqueArray(symbol, { minLength: 1 })

/** Keys of one store, exchange and session, of so few values that two of them are often the same. */
const keys: fc.Arbitrary<PreparedKey> = symbols.chain((some) =>
  fc.record({
    store: fc.constant('/bars.tapedeck'),
    exchange: fc.constant('XNYS'),
    session: fc.constant('2024-07-15' as SessionDate),
    symbols: fc.constant(some),
    hours: fc.constantFrom('regular', 'all'),
    adjustment: fc.constantFrom('raw', 'split'),
    view: fc.constantFrom('as-repaired', 'as-traded'),
    windows,
    calendars: fc.constantFrom('1', '2').map((version) => new Map([['XNYS', version]])),
    sources: fc.constantFrom('[]', '["one"]'),
    content: fc.record({
      imports: fc.constantFrom(3, 4),
      factors: fc.constantFrom(0, 1),
      changes: fc.array(fc.constantFrom(0, 1), { minLength: some.length, maxLength: some.length }),
    }),
  }),
) as fc.Arbitrary<PreparedKey>

/** One key in one form: what is the same comes to the same text. */
function textOf({ symbols: some, windows: ahead, calendars, ...rest }: PreparedKey): string {
  const inOrder = ahead.map((window) => JSON.stringify(window, ['sessions', 'interval'])).sort()
  return JSON.stringify({
    ...rest,
    symbols: sortedSymbols(some),
    windows: inOrder,
    calendars: [...calendars],
  })
}

test('R22: a prepared session is what is asked for exactly when every part of the key is the same', () => {
  fc.assert(
    fc.property(keys, keys, (prepared, asked) => {
      const isSameRequest = whyOtherRequest(prepared, asked) === undefined
      const isSame = isSameRequest && whyOtherWorld(prepared, asked) === undefined
      expect(isSame).toBe(textOf(prepared) === textOf(asked))
    }),
    { seed: 5, numRuns: 3000 },
  )
  // Keys that are chosen independently are seldom the same.
  fc.assert(
    fc.property(keys, (key) => {
      const shuffled = { ...key, symbols: [...key.symbols].reverse(), windows: [...key.windows].reverse() }
      expect(whyOtherRequest(key, shuffled)).toBeUndefined()
      expect(whyOtherWorld(key, { ...shuffled, calendars: new Map(key.calendars) })).toBeUndefined()
    }),
    { seed: 6, numRuns: 300 },
  )
})

test('R22: one change of any part is seen, and told in a sentence', () => {
  const changes: readonly (readonly [string, (key: PreparedKey) => PreparedKey])[] = [
    ['other-symbols', (key) => ({ ...key, symbols: [...key.symbols, 'QQQ'] })],
    ['other-symbols', (key) => ({ ...key, symbols: ['QQQ', ...key.symbols.slice(1)] })],
    ['other-settings', (key) => ({ ...key, hours: key.hours === 'all' ? 'regular' : 'all' })],
    ['other-settings', (key) => ({ ...key, adjustment: key.adjustment === 'raw' ? 'split' : 'raw' })],
    ['other-settings', (key) => ({ ...key, view: key.view === 'as-traded' ? 'as-repaired' : 'as-traded' })],
    [
      'other-settings',
      (key) => ({ ...key, windows: [...key.windows, { sessions: 3, interval: '1d' }] as TrailingWindow[] }),
    ],
    ['other-calendar', (key) => ({ ...key, calendars: new Map([['XNYS', 'changed']]) })],
    ['other-sources', (key) => ({ ...key, sources: '["two"]' })],
    ['store-changed', (key) => ({ ...key, content: { ...key.content, imports: 9 } })],
    ['store-changed', (key) => ({ ...key, content: { ...key.content, factors: 9 } })],
    [
      'store-changed',
      (key) => ({ ...key, content: { ...key.content, changes: key.content.changes.map((one) => one + 1) } }),
    ],
  ]
  fc.assert(
    fc.property(keys, fc.constantFrom(...changes), (key, [code, change]) => {
      const asked = change(key)
      for (const [one, other] of [
        [key, asked],
        [asked, key],
      ] as const) {
        const miss = whyOtherRequest(one, other) ?? whyOtherWorld(one, other)
        expect(miss?.code).toBe(code)
        expect(miss?.reason).toMatch(/^[A-Z].*\.$/)
      }
    }),
    { seed: 7, numRuns: 1000 },
  )
})

test('says which symbols are another set, and which windows', () => {
  const [key] = fc.sample(keys, { seed: 1, numRuns: 1 })
  if (!key) throw new Error('There is no key')
  const of = (...some: string[]) => ({ ...key, symbols: some })
  expect(whyOtherRequest(of('SPY'), of('SPY', 'IBM', 'AIG'))?.reason).toBe(
    'It was prepared without IBM and 1 more.',
  )
  expect(whyOtherRequest(of('SPY', 'IBM'), of('SPY'))?.reason).toBe('It was prepared with IBM too.')
  const five = { ...key, windows: [{ sessions: 5, interval: '1m' }] as TrailingWindow[] }
  const none = { ...key, windows: [] }
  expect(whyOtherRequest(five, none)?.reason).toBe(
    'It was prepared with 5 sessions of 1m before it, not with no sessions before it.',
  )
})
