import { create } from 'zustand'
import type { BrokerSettings } from '#shared/backtest/broker-settings.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { OrderId, OrderKind, OrderRequest } from '#shared/strategy/order.ts'
import { engine } from '../engine/link.ts'
import { usePaper } from '../stores/paper.ts'
import { remember } from '../stores/remembered.ts'
import { attempt, tell } from '../stores/toasts.ts'

/** What is asked before orders are dropped that were placed after the clock; undefined while nothing is. */
export const useDropping = create<{
  readonly asked: { readonly message: string; readonly answer: (drops: boolean) => void } | undefined
}>(() => ({ asked: undefined }))

/** Places an order at the clock. Answers whether it was taken; why not is told. */
export async function placeOrder(request: OrderRequest): Promise<boolean> {
  const placed = await orAsk((dropsLater) => engine().call('paper.place', { request, dropsLater }))
  if (placed?.rejected !== undefined)
    tell('warning', `The order in ${request.symbol} was not taken: ${placed.rejected}.`)
  return placed !== undefined && placed.rejected === undefined
}

/** Lets an order go on at other prices. */
export async function changeOrder(order: OrderId, kind: OrderKind): Promise<void> {
  await orAsk((dropsLater) => engine().call('paper.change', { order, kind, dropsLater }))
}

export async function cancelOrder(order: OrderId): Promise<void> {
  await orAsk((dropsLater) => engine().call('paper.cancel', { order, dropsLater }))
}

/** Forgets all orders of the session. */
export async function resetOrders(): Promise<void> {
  await attempt(async () => engine().call('paper.reset', undefined))
}

/** Runs all orders with other money or costs, in later sessions and starts too. Answers whether they make sense. */
export async function configureBroker(broker: BrokerSettings): Promise<boolean> {
  const done = await attempt(async () => engine().call('paper.configure', { broker }))
  if (done === undefined) return false
  usePaper.setState({ broker })
  remember({ paperBroker: broker })
  return true
}

/** Tells an engine that has just started what orders by hand cost. */
export async function restoreBroker(): Promise<void> {
  const { broker } = usePaper.getState()
  await attempt(async () => engine().call('paper.configure', { broker }))
}

/** Asks the user first where orders that were placed after the clock would be dropped. */
async function orAsk<T>(ask: (dropsLater: boolean) => Promise<T>): Promise<T | undefined> {
  try {
    return await ask(false)
  } catch (error) {
    const { code, message } = asFailure(error)
    if (code !== 'later-orders') {
      tell('error', message)
      return undefined
    }
    return (await mayDrop(message)) ? attempt(() => ask(true)) : undefined
  }
}

function mayDrop(message: string): Promise<boolean> {
  useDropping.getState().asked?.answer(false)
  return new Promise((resolve) => {
    const answer = (drops: boolean): void => {
      useDropping.setState({ asked: undefined })
      resolve(drops)
    }
    useDropping.setState({ asked: { message, answer } })
  })
}
