import { describe, expect, test } from 'vitest'
import { abc, Stage, type TestBar } from './testing/stage.ts'

const flat = (volume: number): TestBar => [100, 100, 100, 100, volume]

describe('a share of the volume', () => {
  test('an order gets its share of each bar, and waits for the rest', () => {
    const stage = new Stage({ volumeShare: 10 })
    const order = stage.place({ side: 'buy', quantity: 100 })
    stage.bars([flat(500), flat(250), flat(1000)])
    expect(stage.fills.map(({ bar, quantity, left }) => [bar, quantity, left])).toEqual([
      [1, 50, 50],
      [2, 25, 25],
      [3, 25, 0],
    ])
    expect(stage.broker.openOrders()).toEqual([])
    expect(stage.fateOf(order)).toEqual(['placed', 'filled', 'filled', 'filled'])
  })

  test('orders of a bar divide it in the order they are filled', () => {
    const stage = new Stage({ volumeShare: 10 })
    stage.place({ side: 'buy', quantity: 30 })
    stage.place({ side: 'buy', quantity: 30 })
    stage.bar(flat(500))
    expect(stage.fills.map(({ order, quantity, left }) => [order, quantity, left])).toEqual([
      [1, 30, 0],
      [2, 20, 10],
    ])
  })

  test('it is in whole lots', () => {
    const stage = new Stage({ volumeShare: 10 }, [{ ...abc, lot: 20 }])
    stage.place({ side: 'buy', quantity: 100 })
    stage.bars([flat(590), flat(199)])
    expect(stage.trades).toEqual([[1, 40, 100]])
  })

  test('lots may be fractions', () => {
    const stage = new Stage({ volumeShare: 10 }, [{ ...abc, lot: 0.1 }])
    stage.place({ side: 'buy', quantity: 0.3 })
    stage.bars([flat(1), flat(1), flat(1)])
    expect(stage.fills.map(({ quantity, left }) => [quantity, left])).toEqual([
      [0.1, 0.2],
      [0.1, 0.1],
      [0.1, 0],
    ])
    expect(stage.broker.account.quantity(0)).toBe(0.3)
  })

  test('a bar without volume fills nothing; a stop it reaches is a market order then', () => {
    const stage = new Stage({ volumeShare: 10 })
    stage.place({ side: 'buy', quantity: 10, kind: { type: 'stop', stop: 101 } })
    stage.bars([
      [100, 102, 100, 101, 0],
      [100, 100, 99, 100, 1000],
    ])
    expect(stage.trades).toEqual([[2, 10, 100]])
  })

  test('without a limit volume does not matter', () => {
    const stage = new Stage()
    stage.place({ side: 'buy', quantity: 10 })
    stage.bar(flat(0))
    expect(stage.trades).toEqual([[1, 10, 100]])
  })

  test('the rest of a day order expires', () => {
    const stage = new Stage({ volumeShare: 10 })
    const order = stage.place({ side: 'buy', quantity: 100 })
    stage.bar(flat(500))
    stage.broker.sessionEnd(stage.now)
    stage.bar(flat(500))
    expect(stage.trades).toEqual([[1, 50, 100]])
    expect(stage.fateOf(order)).toEqual(['placed', 'filled', 'expired'])
  })
})

describe('bars that were no market', () => {
  const madeUp: TestBar = [90, 110, 80, 95, 1000, 'synthetic']

  test('an order waits through a bar that was made up, and a stop does not trail it', () => {
    const stage = new Stage()
    stage.hold(10)
    stage.place({ side: 'buy', quantity: 5 })
    stage.place({
      side: 'sell',
      quantity: 10,
      kind: { type: 'trailing-stop', trail: { by: 'points', points: 2 } },
    })
    stage.bar(madeUp)
    expect(stage.trades.slice(1)).toEqual([])
    stage.bar([101, 102, 98.5, 99])
    expect(stage.trades.slice(1)).toEqual([[3, 5, 101]])
    stage.bar([100.5, 101, 100, 100])
    expect(stage.trades.slice(2)).toEqual([[4, -10, 100]])
  })

  test('it marks the position all the same', () => {
    const stage = new Stage()
    stage.hold(10)
    stage.place({ side: 'buy', quantity: 5, kind: { type: 'limit', limit: 1 } })
    stage.bar(madeUp)
    expect(stage.broker.account.equity()).toBe(100_000 - 50)
  })

  test('an instrument that is made up as a whole is traded', () => {
    const stage = new Stage({}, [{ ...abc, synthetic: true }])
    stage.place({ side: 'buy', quantity: 5 })
    stage.bar(madeUp)
    expect(stage.trades).toEqual([[1, 5, 90]])
  })

  test('in a gap there is no bar: what waits is filled by the first real one', () => {
    const stage = new Stage()
    stage.place({ side: 'buy', quantity: 5, kind: { type: 'stop', stop: 101 }, tif: 'gtc' })
    stage.now = (stage.now + 30 * 60_000) as typeof stage.now
    stage.bar([104, 105, 103, 104])
    expect(stage.trades).toEqual([[31, 5, 104]])
  })
})
