import { afterEach, describe, expect, test } from 'vitest'
import { Failure } from '#shared/protocol/failure.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { StrategyError } from '../../run/strategy-error.ts'
import { SignsOfLife } from '../signs-of-life.ts'
import { StrategyFailure } from '../strategy-failure.ts'
import { guardArrays } from './guard-arrays.ts'
import { LogLines, logText } from './log-lines.ts'
import { Quota } from './quota.ts'
import { faultOf, faultOfJob, placeInStack } from './trace.ts'
import { cappedTypedArrays } from './typed-arrays.ts'

describe('what is logged', () => {
  test('the first lines are kept, cut to a length, and the others counted', () => {
    const log = new LogLines(2, 4)
    for (const line of ['one', 'seventeen', 'three', 'four']) log.write(line)
    expect(log.lines).toEqual(['one', 'seve'])
    expect(log.leftOut).toBe(2)
  })

  test('values are texts or JSON, and what is neither is said by its type', () => {
    const loop: Record<string, unknown> = {}
    loop.self = loop
    expect(logText(['a', 1, { b: [2] }, null, undefined, loop, 3n])).toBe(
      'a 1 {"b":[2]} null undefined (object) 3',
    )
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
