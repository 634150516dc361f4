import { Tabs } from 'radix-ui'
import { type ReactNode, useLayoutEffect } from 'react'
import type { KeptResults } from '#shared/protocol/backtest-calls.ts'
import { formatCount } from '../../charts/prices.ts'
import { DecisionsPanel } from './decisions-panel.tsx'
import { StatisticsPanel } from './statistics-panel.tsx'
import { TradeFilters } from './trade-filters.tsx'
import { beginTradeList, showTrades, useTradeList } from './trade-list-state.ts'
import { TradesPanel } from './trades-panel.tsx'
import { TrustPanel } from './trust-panel.tsx'

/** The trades of a run, its statistics, how far it can be trusted, and what was skipped and logged. */
export function LowerPanel({ results }: { results: KeptResults }) {
  const tab = useTradeList((state) => state.tab)
  const filter = useTradeList((state) => state.filter)
  const isBegun = useTradeList((state) => state.run === results.run.id)
  useLayoutEffect(() => beginTradeList(results.run.id), [results.run.id])
  const { run, trades, skipped, log, leftOut } = results
  const noted = skipped.length + log.length + leftOut.skipped + leftOut.log
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next) => useTradeList.setState({ tab: next })}
      className="flex min-h-[15rem] flex-[6] flex-col"
    >
      <div className="flex h-12 shrink-0 items-center justify-between gap-3 pr-5 pl-3">
        <Tabs.List aria-label="Parts of the results" className="flex items-center gap-0.5">
          <Tab value="trades" count={trades.symbol.length + leftOut.trades}>
            Trades
          </Tab>
          <Tab value="statistics">Statistics</Tab>
          <Tab value="trust">Data trust</Tab>
          <Tab value="decisions" count={noted}>
            Skipped and log
          </Tab>
        </Tabs.List>
        {tab === 'trades' && trades.symbol.length > 0 && (
          <TradeFilters results={results} filter={filter} onFilter={(next) => showTrades({ filter: next })} />
        )}
      </div>
      <Part value="trades">{isBegun && <TradesPanel results={results} />}</Part>
      <Part value="statistics">
        <StatisticsPanel run={run} />
      </Part>
      <Part value="trust">
        <TrustPanel run={run} />
      </Part>
      <Part value="decisions">
        <DecisionsPanel results={results} />
      </Part>
    </Tabs.Root>
  )
}

function Tab({ value, count, children }: { value: string; count?: number; children: ReactNode }) {
  return (
    <Tabs.Trigger
      value={value}
      className="flex h-8 items-center gap-1.5 whitespace-nowrap rounded-md px-2 text-muted text-sm transition-colors hover:text-ink data-[state=active]:bg-hover data-[state=active]:font-medium data-[state=active]:text-ink"
    >
      {children}
      {count !== undefined && <span className="font-normal text-faint text-xs">{formatCount(count)}</span>}
    </Tabs.Trigger>
  )
}

function Part({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Tabs.Content
      value={value}
      tabIndex={-1}
      className="flex min-h-0 flex-1 flex-col outline-none data-[state=inactive]:hidden"
    >
      {children}
    </Tabs.Content>
  )
}
