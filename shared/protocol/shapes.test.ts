import { describe, expect, test } from 'vitest'
import { allocateColumns } from '../bars/columns.ts'
import { desktopContract } from './desktop-contract.ts'
import { engineContract } from './engine-contract.ts'
import { asFailure, Failure } from './failure.ts'
import { barColumnsShape, epochMsShape, intervalShape, sessionDateShape, symbolShape } from './shapes.ts'

describe('what crosses a boundary', () => {
  test.each([
    [
      symbolShape,
      ['SPY', 'BRK.B', 'BTC-USD', '0700', 'EUR/USD'],
      ['spy', '', ' SPY', 'A B', '-A', 'A'.repeat(33)],
    ],
    [sessionDateShape, ['2024-02-29'], ['2023-02-29', '2024-2-9', '', 20240229]],
    [intervalShape, ['1m', '1h', '2d'], ['60m', '1M', '', '0m', 1]],
    [epochMsShape, [0, -1, 1.5], [Number.NaN, Number.POSITIVE_INFINITY, '0']],
  ])('is checked %#', (shape, good, bad) => {
    for (const value of good) expect(shape.safeParse(value).success, String(value)).toBe(true)
    for (const value of bad) expect(shape.safeParse(value).success, String(value)).toBe(false)
  })

  test('bars are columns of one length', () => {
    expect(barColumnsShape.safeParse(allocateColumns(3)).success).toBe(true)
    const columns = allocateColumns(3)
    for (const name of ['open', 'start', 'volume'])
      expect(barColumnsShape.safeParse({ ...columns, [name]: new Float64Array(2) }).success).toBe(false)
    expect(barColumnsShape.safeParse({ ...columns, state: new Uint8Array(4) }).success).toBe(false)
    expect(barColumnsShape.safeParse({ ...columns, high: [1, 2, 3] }).success).toBe(false)
  })

  test('a replay has a speed between real time and an hour a second, or full', () => {
    const { params } = engineContract.calls['replay.speed']
    for (const speed of [1, 1.5, 3600, 'max']) expect(params.safeParse({ speed }).success).toBe(true)
    for (const speed of [0, 0.5, 3601, 'fast', Number.NaN])
      expect(params.safeParse({ speed }).success).toBe(false)
  })

  test('an import has a format and is not strict unless told', () => {
    expect(engineContract.calls['import.start'].params.parse({ path: '/bars' })).toEqual({
      path: '/bars',
      format: 'auto',
      strict: false,
    })
  })

  test('the engine is in one of its states', () => {
    const state = desktopContract.events['engine.state']
    expect(state.safeParse({ state: 'ready' }).success).toBe(true)
    expect(state.safeParse({ state: 'failed' }).success).toBe(false)
    expect(state.safeParse({ state: 'asleep' }).success).toBe(false)
  })
})

test('whatever was thrown becomes a failure, and a failure stays one', () => {
  const failure = new Failure('no-bars', 'None.')
  expect(asFailure(failure)).toBe(failure)
  expect(asFailure(new TypeError('Wrong.'))).toMatchObject({ code: 'internal', message: 'Wrong.' })
  expect(asFailure('words')).toMatchObject({ code: 'internal', message: 'words' })
})
