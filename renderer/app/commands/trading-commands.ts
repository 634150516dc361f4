import { hideRun, useShownRun } from '../../stores/shown-run.ts'
import { shownStrips, toggleStrips, useStrips } from '../../stores/strips.ts'
import { useTrading } from '../../stores/trading.ts'
import { resetOrders } from '../../trading/orders.ts'
import { openTicket } from '../../trading/ticket.ts'
import { replayOpen, sessionShown } from './availability.ts'
import type { Command } from './command.ts'

/** Orders by hand are shown. */
function canOrder(): boolean {
  return replayOpen() && useShownRun.getState().run === undefined
}

function hasTrades(): boolean {
  const { log } = useTrading.getState()
  return log.fills.length > 0 || log.waiting().length > 0
}

/** What is about orders, and what they came to. */
export const tradingCommands: readonly Command[] = [
  {
    id: 'buy',
    title: 'Buy …',
    group: 'Orders',
    shortcut: 'Shift+B',
    available: canOrder,
    run: () => openTicket('buy'),
  },
  {
    id: 'sell',
    title: 'Sell …',
    group: 'Orders',
    shortcut: 'Shift+S',
    available: canOrder,
    run: () => openTicket('sell'),
  },
  {
    id: 'strips',
    title: 'Show or fold trades and equity',
    group: 'Orders',
    shortcut: 'Q',
    available: sessionShown,
    run: () => toggleStrips(shownStrips(useStrips.getState(), hasTrades())),
  },
  {
    id: 'reset-orders',
    title: 'Forget all paper orders of this session',
    group: 'Orders',
    available: canOrder,
    run: resetOrders,
  },
  {
    id: 'hide-run',
    title: 'Hide the backtest',
    group: 'Orders',
    available: () => replayOpen() && useShownRun.getState().run !== undefined,
    run: hideRun,
  },
]
