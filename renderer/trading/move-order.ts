import type { OrderId } from '#shared/strategy/order.ts'
import { movedTo } from '../charts/chart-trades.ts'
import { chartDecimals } from '../replay/shown-chart.ts'
import { useTrading } from '../stores/trading.ts'
import { changeOrder } from './orders.ts'

/** Lets an order that waits go on at another price, as it was moved on the chart. */
export async function moveOrder(order: OrderId, price: number): Promise<void> {
  const waiting = useTrading
    .getState()
    .log.waiting()
    .find((one) => one.order === order)
  if (waiting) await changeOrder(order, movedTo(waiting, price, chartDecimals()))
}
