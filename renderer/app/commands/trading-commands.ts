import { whenOpen } from '../../replay/when-open.ts'
import { hideRun, useShownRun } from '../../stores/shown-run.ts'
import { shownStrips, toggleStrips, useStrips } from '../../stores/strips.ts'
import { useTrading } from '../../stores/trading.ts'
import { resetOrders } from '../../trading/orders.ts'
import { openTicket } from '../../trading/ticket.ts'
import { replayOpen, replayWanted, sessionShown } from './availability.ts'
import type { Command } from './command.ts'

/** Orders by hand are shown, or will be once the session is open. */
function canOrder(): boolean {
  return replayWanted() && useShownRun.getState().run === undefined
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
    run: () => whenOpen(() => openTicket('buy'), 'ticket'),
  },
  {
    id: 'sell',
    title: 'Sell …',
    group: 'Orders',
    shortcut: 'Shift+S',
    available: canOrder,
    run: () => whenOpen(() => openTicket('sell'), 'ticket'),
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
    available: () => replayOpen() && canOrder(),
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
