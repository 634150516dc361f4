import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OrderId } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { OrderBook } from './order-book.ts'
import { type WaitingOrder, waitingOrder } from './waiting-order.ts'

const now = 0 as EpochMs

function orderOf(id: number, symbol: number, origin: WaitingOrder['origin']): WaitingOrder {
  const request = { symbol: 'ABC', side: 'buy', quantity: 1, kind: { type: 'market' }, tif: 'gtc' } as const
  return waitingOrder({ id: id as OrderId, symbol, from: now, origin }, request, Number.NaN, 0.01)
}

const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('add' as const),
      symbol: fc.nat(1),
      origin: fc.constantFrom<WaitingOrder['origin']>('strategy', 'bracket', 'margin call'),
    }),
    fc.record({ do: fc.constant('cancel' as const), place: fc.nat(5) }),
    fc.record({ do: fc.constant('list' as const), symbol: fc.nat(1) }),
  ),
)

test('the book is a list of what waits, and a list it gave stays as it was', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const book = new OrderBook(
        2,
        () => {},
        () => {},
      )
      const waiting: WaitingOrder[] = []
      const given: { readonly list: readonly WaitingOrder[]; readonly asIs: readonly WaitingOrder[] }[] = []
      for (const [id, step] of all.entries()) {
        if (step.do === 'add') {
          const order = orderOf(id, step.symbol, step.origin)
          book.add(order, now)
          waiting.push(order)
        } else if (step.do === 'cancel') {
          const [order] = waiting.splice(step.place, 1)
          if (order) book.cancel(order, now, 'test')
        } else {
          const list = book.of(step.symbol)
          given.push({ list, asIs: [...list] })
        }
        for (const symbol of [0, 1]) {
          const of = waiting.filter((order) => order.symbol === symbol)
          expect(book.count(symbol)).toBe(of.length)
          expect(book.isCalled(symbol)).toBe(of.some(({ origin }) => origin === 'margin call'))
          if (id % 3 === 0) expect(book.of(symbol)).toEqual(of)
        }
        expect(book.all()).toEqual(waiting)
        for (const { list, asIs } of given) expect(list).toEqual(asIs)
      }
    }),
  )
})
