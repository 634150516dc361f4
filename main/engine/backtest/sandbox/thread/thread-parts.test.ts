import { afterEach, describe, expect, test } from 'vitest'
import { Failure } from '#shared/protocol/failure.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { StrategyError } from '../../run/strategy-error.ts'
import { SignsOfLife } from '../signs-of-life.ts'
import { StrategyFailure } from '../strategy-failure.ts'
import { ConsoleLines } from './console-lines.ts'
import { guardArrays } from './guard-arrays.ts'
import { Quota } from './quota.ts'
import { faultOf, faultOfJob, placeInStack } from './trace.ts'
import { cappedTypedArrays } from './typed-arrays.ts'
import { valuesText } from './value-text.ts'

describe('what is logged', () => {
  test('the first lines are kept, cut to a length, and the others counted, without being made', () => {
    const log = new ConsoleLines(2)
    let made = 0
    for (const line of ['one', 'x'.repeat(1001), 'three', 'four'])
      log.write(() => {
        made += 1
        return line
      })
    expect(log.lines).toEqual(['one', `${'x'.repeat(999)}…`])
    expect([log.leftOut, made]).toEqual([2, 2])
  })

  test('whoever hears them hears those of before first, and they are kept no more', () => {
    const log = new ConsoleLines()
    log.write(() => 'before')
    const heard: string[] = []
    log.tell((line) => heard.push(line()))
    log.write(() => 'after')
    expect(heard).toEqual(['before', 'after'])
    expect(log.lines).toEqual([])
  })

  test('values are texts or much like JSON, and what is neither is said in a word', () => {
    const loop: Record<string, unknown> = { list: [] }
    loop.self = loop
    expect(valuesText(['a', 1, { b: [2, 'c'] }, null, undefined, loop, 3n, Symbol('s'), () => 0])).toBe(
      'a 1 {"b":[2,"c"]} null undefined {"list":[],"self":(cyclic)} 3n (symbol) (function)',
    )
    expect(
      valuesText([
        new RangeError('too far'),
        new Date(0),
        new Date(Number.NaN),
        new Map([[1, 2]]),
        new Set(),
      ]),
    ).toBe('RangeError: too far 1970-01-01T00:00:00.000Z (no date) Map(1) Set(0)')
    expect(valuesText([Float64Array.of(1.5, 2), [1, undefined, 3], { a: { b: { c: { d: {} } } } }])).toBe(
      '[1.5,2] [1,undefined,3] {"a":{"b":{"c":{"d":…}}}}',
    )
  })

  test('what is long is told in part', () => {
    const list = Array.from({ length: 1e5 }, (_, index) => index)
    expect(valuesText([list])).toMatch(/^\[0,1,.*,19,… 99980 more\]$/)
    expect(valuesText([{ text: 'x'.repeat(1e7) }])).toBe(`{"text":"${'x'.repeat(100)}…"}`)
    expect(valuesText([10n ** 10_000n])).toBe('(bigint)')
    const wide = Array.from({ length: 20 }, () =>
      Array.from({ length: 20 }, () => Array(20).fill('y'.repeat(90))),
    )
    expect(valuesText([wide, wide, wide]).length).toBeLessThan(2500)
    expect(valuesText(Array(1e6).fill(7)).length).toBeLessThan(1100)
  })

  test('nothing of what is logged is run', () => {
    const run = (): never => {
      throw new Error('was run')
    }
    const traps: ProxyHandler<object> = Object.fromEntries(
      Object.getOwnPropertyNames(Reflect).map((trap) => [trap, run]),
    )
    const proxy = new Proxy([], traps)
    const hostile = {
      proxy,
      get value() {
        return run()
      },
      toJSON: run,
      toString: run,
      [Symbol.toPrimitive]: run,
    }
    expect(valuesText([proxy, hostile, new Proxy(run, traps)])).toBe(
      '(proxy) {"proxy":(proxy),"value":(getter),"toJSON":(function),"toString":(function)} (function)',
    )
    const odd = Object.create(proxy, { own: { value: 1 } })
    const error = Object.setPrototypeOf(new Error('m'), proxy)
    expect(valuesText([odd, error])).toBe('{"own":1} Error: m')
  })

  test('getters of the objects of the engine are read, not those of what only looks like one', () => {
    class Bar {
      readonly symbol = 'A'
      readonly #close = 5
      get close() {
        return this.#close
      }
    }
    const bar = new Bar()
    expect(valuesText([bar], [Bar.prototype])).toBe('{"symbol":"A","close":5}')
    expect(valuesText([bar])).toBe('{"symbol":"A"}')
    expect(valuesText([Object.create(Bar.prototype)], [Bar.prototype])).toBe('{}')
  })
})

test('a quota is refused when it is taken, and can be given back', () => {
  const quota = new Quota('orders', 2)
  quota.take()
  quota.take()
  expect(() => quota.take()).toThrow('more than 2 orders: ask for fewer')
  quota.give()
  expect(() => quota.take()).not.toThrow()
})

test('signs of life are seen from the other side', () => {
  const thread = new SignsOfLife()
  const watch = new SignsOfLife(thread.memory)
  expect([watch.begun, watch.beats, watch.done, watch.total]).toEqual([false, 0, 0, 0])
  thread.begin()
  thread.progress(3, 10)
  expect([watch.begun, watch.beats, watch.done, watch.total]).toEqual([true, 2, 3, 10])
})

describe('where something was thrown', () => {
  const read = { file: 'one.ts', script: '', shift: 100, exportAt: { line: 1, column: 1 } }

  test('is the topmost place in the text of the strategy', () => {
    const stack =
      'Error: x\n  at order (file:///engine.js:1:2)\n  at onBar (tapedeck-strategy:7:3)\n  at tapedeck-strategy:9:1'
    expect(placeInStack(stack, read)).toEqual({ line: 7, column: 3 })
    expect(placeInStack('at tapedeck-strategy:1:105', read)).toEqual({ line: 1, column: 5 })
    expect(placeInStack('at file:///engine.js:1:2', read)).toBeUndefined()
  })

  test('decides whose fault it is', () => {
    expect(faultOfJob(new Error('of the engine'), read)).toMatchObject({
      kind: 'internal',
      cause: 'the run failed, not the strategy: Error: of the engine.',
    })
    expect(faultOfJob(new Failure('usage', 'fast is 0'), read)).toMatchObject({
      kind: 'refused',
      cause: 'fast is 0',
    })
    const place = { during: 'onBar', at: 0 as EpochMs, symbol: 'SPY' } as const
    expect(faultOfJob(new StrategyError(7, place), read)).toMatchObject({ kind: 'threw', at: place })
    expect(faultOf(7, read)).toMatchObject({ kind: 'threw', cause: 'threw 7.' })
    const long = faultOf(new Error(`${'x'.repeat(1000)}\n`), read)
    expect(long.cause.length).toBeLessThan(510)
    const hostile = new Error('x')
    Object.defineProperty(hostile, 'stack', {
      get() {
        throw new Error('trap')
      },
    })
    expect(faultOf(hostile, read)).toMatchObject({
      kind: 'threw',
      cause: 'threw something that cannot be read.',
    })
  })

  test('is told in one line', () => {
    const fault = { kind: 'threw', file: 'a.ts', cause: 'Error: x.' } as const
    expect(new StrategyFailure(fault).message).toBe('a.ts: Error: x.')
    const at = { during: 'onBar', symbol: 'SPY', at: 0 as EpochMs } as const
    const told = new StrategyFailure({ ...fault, place: { line: 1, column: 2 }, at })
    expect(told.message).toBe('a.ts:1:2: onBar of SPY at 1970-01-01T00:00:00Z: Error: x.')
    expect(told.code).toBe('strategy-failed')
  })
})

describe('arrays of floats', () => {
  test('have a size they cannot pass', () => {
    const { Float64Array: Capped } = cappedTypedArrays(800) as { Float64Array: typeof Float64Array }
    expect([...new Capped([1, 2])]).toEqual([1, 2])
    expect(new Capped(100)).toBeInstanceOf(Capped)
    expect(() => new Capped(101)).toThrow('Float64Array of 101 numbers: 100 at most')
    expect(() => Capped.from({ length: 101 })).toThrow('100 at most')
    expect(new Capped(new ArrayBuffer(8))).toHaveLength(1)
  })
})

describe('functions that walk over arrays', () => {
  const owners = [Array.prototype, Array, String.prototype].map(
    (owner) => [owner, Object.getOwnPropertyDescriptors(owner)] as const,
  )

  afterEach(() => {
    for (const [owner, properties] of owners)
      for (const [name, property] of Object.entries(properties))
        if (property.configurable) Object.defineProperty(owner, name, property)
  })

  test('refuse what has too many places and do all else as before', () => {
    guardArrays(1_000_000)
    const results = [
      [3, 1, 2].sort(),
      [1, 2].map((value) => value * 2),
      Array.from({ length: 2 }, (_, at) => at),
      Array.from('ab'),
      Array.prototype.slice.call({ length: 1, 0: 'a' }),
      'a,b'.split(','),
      [1, [2]].flat(),
    ]
    const refused: string[] = []
    const huge = { length: 2 ** 53 - 1 }
    const tries = [
      () => Array.prototype.fill.call(huge, 1),
      () => Array.prototype.indexOf.call(huge, 1),
      () => Array.from(huge),
      () => 'x'.repeat(1_000_001).split(''),
      () => new Array(1e9).sort(),
    ]
    for (const attempt of tries) {
      try {
        attempt()
      } catch (error) {
        refused.push(String(error))
      }
    }
    expect(results).toEqual([[1, 2, 3], [2, 4], [0, 1], ['a', 'b'], ['a'], ['a', 'b'], [1, 2]])
    expect(refused).toEqual([
      'RangeError: fill over 9007199254740991 places: 1000000 at most',
      'RangeError: indexOf over 9007199254740991 places: 1000000 at most',
      'RangeError: from over 9007199254740991 places: 1000000 at most',
      'RangeError: split over 1000001 places: 1000000 at most',
      'RangeError: sort over 1000000000 places: 1000000 at most',
    ])
  })
})
