import type { OrderId } from '#shared/strategy/order.ts'
import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function paperHandlers({ paper }: SystemManager): HandlersOf<'paper'> {
  return {
    'paper.place': ({ request, dropsLater = false }) => paper.place(request, dropsLater),
    'paper.change': async ({ order, kind, dropsLater = false }) => {
      await paper.change(order as OrderId, kind, dropsLater)
      return null
    },
    'paper.cancel': async ({ order, dropsLater = false }) => {
      await paper.cancel(order as OrderId, dropsLater)
      return null
    },
    'paper.state': () => paper.state(),
    'paper.reset': () => {
      paper.reset()
      return null
    },
    'paper.restore': ({ exchange, session, entries }) => {
      paper.restore(exchange, session, entries)
      return null
    },
    'paper.configure': ({ broker }) => {
      paper.configure(broker)
      return null
    },
  }
}
