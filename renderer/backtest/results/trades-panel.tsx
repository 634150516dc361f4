import { ListX } from 'lucide-react'
import { useMemo } from 'react'
import { at } from '#shared/bars/columns.ts'
import type { KeptResults } from '#shared/protocol/backtest-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { formatCount } from '../../charts/prices.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { jumpTo } from '../jump.ts'
import { showTrades, useTradeList } from './trade-list-state.ts'
import { everyTrade, orderedTrades } from './trade-order.ts'
import { TradeTable } from './trade-table.tsx'

/** The trades of a run; a click shows one in the replay. */
export function TradesPanel({ results }: { results: KeptResults }) {
  const filter = useTradeList((state) => state.filter)
  const sort = useTradeList((state) => state.sort)
  const { run, trades, leftOut } = results
  const { symbols } = run.request
  const order = useMemo(() => orderedTrades(trades, symbols, filter, sort), [trades, symbols, filter, sort])
  const source = useMemo(() => ({ trades, symbols, zone: run.zone }), [trades, symbols, run.zone])
  const open = (trade: number, where: 'entry' | 'exit'): void => {
    const exit = at(trades.exitTime, trade)
    const time = where === 'exit' && !Number.isNaN(exit) ? exit : at(trades.entryTime, trade)
    void jumpTo(run, symbols[trades.symbol[trade] ?? -1] ?? '', time as EpochMs)
  }
  if (trades.symbol.length === 0)
    return (
      <EmptyState icon={ListX} title="No trade">
        The strategy was asked at every bar and traded nothing: see the log, or try other params.
      </EmptyState>
    )
  return (
    <>
      {order.length === 0 ? (
        <EmptyState
          icon={ListX}
          title="No trade is like that"
          actions={<Button onClick={() => showTrades({ filter: everyTrade })}>Show all</Button>}
        >
          None of the {formatCount(trades.symbol.length)} trades is left by what is chosen above.
        </EmptyState>
      ) : (
        <TradeTable source={source} order={order} sort={sort} onOpen={open} />
      )}
      {leftOut.trades > 0 && (
        <p className="shrink-0 border-line border-t px-5 py-1.5 text-faint text-xs">
          The first {formatCount(trades.symbol.length)} trades; {formatCount(leftOut.trades)} more are in what
          is exported.
        </p>
      )}
    </>
  )
}
