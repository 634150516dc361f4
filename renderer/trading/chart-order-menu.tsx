import { type MouseEvent, type ReactElement, useState } from 'react'
import { priceText, quantityText } from '#shared/backtest/figure-text.ts'
import type { Side } from '#shared/strategy/order.ts'
import { priceOnChart } from '../replay/shown-chart.ts'
import { useChart } from '../stores/chart.ts'
import { useReplay } from '../stores/replay.ts'
import { hideRun, useShownRun } from '../stores/shown-run.ts'
import { ContextMenu, ContextMenuItem, ContextMenuLine, ContextMenuNote } from '../ui/context-menu.tsx'
import { placeOrder } from './orders.ts'
import { openTicket, requestOf, useTicket } from './ticket.ts'

/** The menu of a chart at a price: orders there, in the quantity of the ticket. */
export function ChartOrderMenu({ symbol, children }: { symbol: string; children: ReactElement }) {
  const [price, setPrice] = useState<number>()
  const run = useShownRun((state) => state.run)
  const onOpen = (event: MouseEvent): void => {
    const at = priceOnChart(event.clientX, event.clientY)
    const isOpen = useReplay.getState().status.state === 'open'
    if (at === undefined || !isOpen) event.preventDefault()
    setPrice(at)
  }
  return (
    <ContextMenu
      label={`Orders in ${symbol}`}
      onOpen={onOpen}
      onClosed={() => undefined}
      items={
        run ? (
          <>
            <ContextMenuNote>Orders are those of {run.name}</ContextMenuNote>
            <ContextMenuItem onSelect={hideRun}>Hide the backtest</ContextMenuItem>
          </>
        ) : (
          price !== undefined && <OrderItems symbol={symbol} price={price} />
        )
      }
    >
      {children}
    </ContextMenu>
  )
}

/** Below the last price a limit buys and a stop sells; above it the other way round. */
function OrderItems({ symbol, price }: { symbol: string; price: number }) {
  const form = useTicket((state) => state.form)
  const last = useLastClose()
  const isBelow = last === undefined || price <= last
  const place = (side: Side, type: 'market' | 'limit' | 'stop'): void => {
    const plain = { ...form, side, type, limit: String(price), stop: String(price) }
    // Exits are prices of another order; the ticket asks for them.
    const asked = requestOf({ ...plain, takeProfit: '', stopLoss: '', oco: '' }, symbol)
    if ('request' in asked) void placeOrder(asked.request)
    else openTicket(side)
  }
  const asked = requestOf({ ...form, type: 'market' }, symbol)
  const count = 'request' in asked ? quantityText(asked.request.quantity) : '…'
  const [limitSide, stopSide]: readonly [Side, Side] = isBelow ? ['buy', 'sell'] : ['sell', 'buy']
  return (
    <>
      <ContextMenuNote>
        {symbol} at {priceText(price)}
      </ContextMenuNote>
      <ContextMenuItem onSelect={() => place(limitSide, 'limit')}>
        {word(limitSide)} {count}, limit {priceText(price)}
      </ContextMenuItem>
      <ContextMenuItem onSelect={() => place(stopSide, 'stop')}>
        {word(stopSide)} {count}, stop {priceText(price)}
      </ContextMenuItem>
      <ContextMenuLine />
      <ContextMenuItem onSelect={() => place('buy', 'market')}>Buy {count} at market</ContextMenuItem>
      <ContextMenuItem onSelect={() => place('sell', 'market')}>Sell {count} at market</ContextMenuItem>
      <ContextMenuLine />
      <ContextMenuItem onSelect={() => openTicket(limitSide, { type: 'limit', price })}>
        Order ticket at this price …
      </ContextMenuItem>
    </>
  )
}

function word(side: Side): string {
  return side === 'buy' ? 'Buy' : 'Sell'
}

/** Close of the last bar on the chart. */
function useLastClose(): number | undefined {
  return useChart(({ feed, bars }) =>
    feed && bars ? feed.cache.columns.close[feed.cache.length - 1] : undefined,
  )
}
