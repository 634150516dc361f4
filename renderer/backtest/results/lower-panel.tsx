import { Tabs } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import type { KeptResults } from '#shared/protocol/backtest-calls.ts'
import { formatCount } from '../../charts/prices.ts'
import { DecisionsPanel } from './decisions-panel.tsx'
import { StatisticsPanel } from './statistics-panel.tsx'
import { TradeFilters } from './trade-filters.tsx'
import { everyTrade, type TradeSort } from './trade-order.ts'
import { TradesPanel } from './trades-panel.tsx'
import { TrustPanel } from './trust-panel.tsx'

const firstSort: TradeSort = { key: 'number', descending: false }

/** The trades of a run, its statistics, how far it can be trusted, and what was skipped and logged. */
export function LowerPanel({ results }: { results: KeptResults }) {
  const [tab, setTab] = useState('trades')
  const [filter, setFilter] = useState(everyTrade)
  const [sort, setSort] = useState(firstSort)
  const { run, trades, skipped, log, leftOut } = results
  const noted = skipped.length + log.length + leftOut.skipped + leftOut.log
  return (
    <Tabs.Root value={tab} onValueChange={setTab} className="flex min-h-[15rem] flex-[6] flex-col">
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
          <TradeFilters results={results} filter={filter} onFilter={setFilter} />
        )}
      </div>
      <Part value="trades">
        <TradesPanel results={results} filter={filter} sort={sort} onFilter={setFilter} onSort={setSort} />
      </Part>
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
