import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure } from '../protocol/failure.ts'
import { indicatorNames, indicators } from './indicators.ts'
import { formatSessionFile, parseSessionFile, runOf, type SessionFile, trailingOf } from './session-file.ts'

const full = {
  from: '2024-07-01',
  to: '2024-07-12',
  symbols: ['SPY', 'IBM'],
  exchange: 'XNYS',
  hours: 'regular',
  intervals: ['5m', '1w'],
  trailing: [
    { sessions: 5, interval: '1m' },
    { sessions: 20, interval: '1d', symbols: ['SPY'] },
  ],
  indicators: [
    { name: 'sma', interval: '5m', params: { period: 9 } },
    { name: 'macd', interval: '1d', symbols: ['IBM'], forming: true },
  ],
  strategy: { file: 'averages.ts', params: { fast: 9, name: 'x', short: false } },
  costs: { cash: 100_000, commission: 'per-share:0.005', slippage: 'ticks:1' },
  adjustment: 'split-and-dividend',
  view: 'as-traded',
  speed: 60,
}

function read(content: unknown): SessionFile {
  return parseSessionFile(JSON.stringify(content), 'run.json')
}

function textOf(content: unknown): string {
  return `${JSON.stringify(content, undefined, 2)}\n`
}

describe('a session file', () => {
  test('holds all of a run, and reads back as it was written, both ways (L4)', () => {
    expect(read(full)).toEqual(full)
    expect(formatSessionFile(read(full))).toBe(textOf(full))
    expect(read({ symbols: ['spy '], session: '2024-07-01', intervals: ['60m'] })).toEqual({
      session: '2024-07-01',
      symbols: ['SPY'],
      intervals: ['1h'],
    })
  })

  test('every file does', () => {
    const symbols = fc.uniqueArray(fc.constantFrom('SPY', 'IBM', 'BRK.B', 'BTCUSD'), { minLength: 1 })
    const short = fc.constantFrom('1m', '5m', '15m', '1h', '1d')
    const line = fc.constantFrom(...indicatorNames).chain((name) =>
      fc.record(
        {
          name: fc.constant(name),
          interval: short,
          symbols,
          params: fc.constant(
            Object.fromEntries(Object.entries(indicators[name].params).map(([key, { max }]) => [key, max])),
          ),
          forming: fc.boolean(),
        },
        { requiredKeys: ['name', 'interval'] },
      ),
    )
    const window = fc.record(
      { sessions: fc.nat(20), interval: short, symbols },
      { requiredKeys: ['sessions', 'interval'] },
    )
    const params = fc.dictionary(
      fc.constantFrom('fast', 'slow', 'name'),
      fc.oneof(fc.integer(), fc.string(), fc.boolean()),
    )
    const more = fc.record(
      {
        exchange: fc.constantFrom('XNYS', '24/7'),
        hours: fc.constantFrom('regular', 'all'),
        intervals: fc.array(fc.constantFrom('1m', '15m', '1d', '1w', '3d')),
        trailing: fc.oneof(fc.nat(20), fc.array(window)),
        indicators: fc.array(line),
        strategy: fc.record({ file: fc.string({ minLength: 1 }), params }, { requiredKeys: ['file'] }),
        costs: fc.record(
          {
            cash: fc.double({ min: 1, max: 1e9, noNaN: true }),
            commission: fc.constantFrom('none', 'per-trade:1', 'percent:0.2', 'table:a b.csv'),
            slippage: fc.constantFrom('none', 'ticks:2', 'percent:0.01'),
          },
          { requiredKeys: [] },
        ),
        adjustment: fc.constantFrom('raw', 'split', 'split-and-dividend'),
        view: fc.constantFrom('as-traded', 'as-repaired'),
        speed: fc.oneof(fc.constant('max'), fc.integer({ min: 1, max: 3600 })),
      },
      { requiredKeys: [] },
    )
    const range = fc.constantFrom({ session: '2024-07-01' }, { from: '2024-07-01', to: '2024-07-05' })
    fc.assert(
      fc.property(range, symbols, more, (dates, of, rest) => {
        const file = { ...dates, symbols: of, ...rest }
        expect(read(file)).toEqual(file)
        const text = formatSessionFile(read(file))
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(file)))
        expect(formatSessionFile(parseSessionFile(text, 'run.json'))).toBe(text)
      }),
    )
  })

  test('is of one session or of all from one to another', () => {
    expect(runOf(read({ session: '2024-07-01', symbols: ['A'] }))).toEqual({
      from: '2024-07-01',
      to: '2024-07-01',
    })
    expect(runOf(read(full))).toEqual({ from: '2024-07-01', to: '2024-07-12' })
    expect(() => runOf({ symbols: ['A'] })).toThrow(RangeError)
  })

  test('has five trailing sessions of 1m unless it says otherwise', () => {
    const file = { session: '2024-07-01', symbols: ['A'] }
    expect(trailingOf(read(file))).toEqual([{ sessions: 5, interval: '1m' }])
    expect(trailingOf(read({ ...file, trailing: 0 }))).toEqual([{ sessions: 0, interval: '1m' }])
    expect(trailingOf(read(full))).toEqual(full.trailing)
  })
})

describe('what is wrong in it is named', () => {
  const good = { session: '2024-07-01', symbols: ['A'] }

  test.each([
    [{ ...good, trialing: 5 }, /^run\.json: unknown key "trialing"; did you mean "trailing"\?$/],
    [{ ...good, zzzzzzzzzzzz: 5 }, /unknown key "zzzzzzzzzzzz"; known are session, from, to, symbols/],
    [
      { ...good, trailing: [{ sesions: 5 }] },
      /"trailing\.0": unknown key "sesions"; did you mean "sessions"\?/,
    ],
    [
      { ...good, costs: { comission: 'none' } },
      /"costs": unknown key "comission"; did you mean "commission"\?/,
    ],
    [
      { ...good, strategy: { file: 'a', parms: {} } },
      /"strategy": unknown key "parms"; did you mean "params"\?/,
    ],
    [{ ...good, indicators: [{ nme: 'sma' }] }, /"indicators\.0": unknown key "nme"; did you mean "name"\?/],
    [
      { ...good, indicators: [{ name: 'smma', interval: '1m' }] },
      /"indicators\.0": there is no indicator "smma"; did you mean "sma"\?/,
    ],
    [
      { ...good, indicators: [{ name: 'sma', interval: '1m', params: { periods: 2 } }] },
      /"indicators\.0": sma has no periods; did you mean "period"\?/,
    ],
    [
      { ...good, indicators: [{ name: 'sma', interval: '1m', params: { period: 0 } }] },
      /"indicators\.0": sma: period is 0; it must be a whole number from 1 to 1000/,
    ],
    [
      { ...good, indicators: [{ name: 'sma', interval: '1w' }] },
      /"indicators\.0\.interval": is longer than 1d/,
    ],
    [{ ...good, trailing: [{ sessions: 5, interval: '1w' }] }, /"trailing\.0\.interval": is longer than 1d/],
    [{ ...good, trailing: [{ sessions: 21, interval: '1m' }] }, /"trailing\.0\.sessions"/],
    [{ ...good, trailing: 21 }, /"trailing"/],
    [{ ...good, trailing: 'five' }, /"trailing"/],
    [{ ...good, intervals: ['9x'] }, /"intervals\.0": "9x" is no interval/],
    [{ ...good, session: '2024-07-32' }, /"session": "2024-07-32" is no date/],
    [{ symbols: ['A'] }, /it must hold either "session" or "from" and "to"/],
    [{ ...good, from: '2024-07-01' }, /it must hold either/],
    [{ symbols: ['A'], from: '2024-07-01' }, /it must hold either/],
    [{ symbols: ['A'], from: '2024-07-02', to: '2024-07-01' }, /"to": 2024-07-01 is before "from"/],
    [{ session: '2024-07-01' }, /"symbols"/],
    [{ ...good, symbols: [] }, /"symbols"/],
    [{ ...good, symbols: ['A B'] }, /"symbols\.0": "A B" is no symbol/],
    [{ ...good, speed: 0 }, /"speed"/],
    [{ ...good, costs: { commission: 'per-share' } }, /"costs\.commission": is no commission; e\.g\./],
    [{ ...good, costs: { slippage: 'ticks:x' } }, /"costs\.slippage": is no slippage; e\.g\./],
    [{ ...good, adjustment: 'all' }, /"adjustment"/],
    [{ ...good, view: 'repaired' }, /"view"/],
    [7, /run\.json/],
    [[good], /run\.json/],
  ])('%j', (content, message) => {
    expect(() => read(content)).toThrow(Failure)
    expect(() => read(content)).toThrow(message)
  })

  test('and text that is no JSON', () => {
    expect(() => parseSessionFile('{"session":', 'run.json')).toThrow(/^run\.json: is no JSON: /)
  })
})
