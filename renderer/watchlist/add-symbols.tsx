import { Command as Cmdk } from 'cmdk'
import { Check, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ListedSymbol } from '#shared/protocol/store-calls.ts'
import type { WatchlistState } from '#shared/protocol/watchlist-calls.ts'
import { engine } from '../engine/link.ts'
import { useRun } from '../stores/run.ts'
import { attempt } from '../stores/toasts.ts'
import { activeSymbols, useWatchlists } from '../stores/watchlists.ts'
import { SyntheticBadge } from '../ui/badge.tsx'
import { addWatchlist, putSymbolsOn, takeSymbolOff } from './list-actions.ts'
import { freeName } from './list-name.ts'

const mostResults = 50

const runNames = { file: 'session file', plan: 'plan', backtest: 'backtest' } as const

/** Searches the store for symbols and puts them on the shown list. */
export function AddSymbols({ list, onDone }: { list: WatchlistState | undefined; onDone: () => void }) {
  const run = useRun((state) => state.run)
  const [text, setText] = useState('')
  const results = useResults(text)
  const [selected, setSelected] = useState('')
  useEffect(() => setSelected(results[0]?.symbol ?? ''), [results])
  const choose = (symbol: string): void => {
    if (!list) {
      onDone()
      void addWatchlist(freeName('Watchlist', useWatchlists.getState().lists), activeSymbols())
      return
    }
    void (list.symbols.includes(symbol) ? takeSymbolOff(symbol) : putSymbolsOn([symbol]))
  }
  if (!list) {
    return (
      <div className="w-72 p-4 text-sm">
        <p className="text-muted">
          {run
            ? `These are the symbols of the ${runNames[run.kind]} ${run.name}. Make a list of them to choose and order symbols.`
            : '“All symbols” always shows the whole store. Make a list to choose and order symbols.'}
        </p>
        <button
          type="button"
          className="mt-3 h-8 w-full rounded-md bg-accent font-semibold text-accent-ink text-sm hover:brightness-110"
          onClick={() => choose('')}
        >
          Make a list of these symbols
        </button>
      </div>
    )
  }
  return (
    <Cmdk
      label="Add symbols"
      shouldFilter={false}
      value={selected}
      onValueChange={setSelected}
      className="w-72"
    >
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Search className="size-3.5 text-muted" aria-hidden="true" />
        <Cmdk.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="Search symbols"
          className="h-10 flex-1 select-text bg-transparent text-sm outline-none placeholder:text-faint"
        />
      </div>
      <Cmdk.List className="max-h-80 overflow-y-auto p-1.5">
        <Cmdk.Empty className="px-3 py-6 text-center text-muted text-sm">
          The store has no such symbol. Import its bars first.
        </Cmdk.Empty>
        {results.map(({ symbol, exchange, synthetic }) => (
          <Cmdk.Item
            key={symbol}
            value={symbol}
            onSelect={() => choose(symbol)}
            className="flex h-8 items-center gap-2 rounded-md px-2 text-sm data-[selected=true]:bg-hover"
          >
            <span className="flex w-4 justify-center">
              {list.symbols.includes(symbol) && (
                <Check className="size-3.5 text-accent" aria-label="on the list" />
              )}
            </span>
            <span className="font-medium">{symbol}</span>
            {synthetic && <SyntheticBadge />}
            <span className="ml-auto text-muted text-xs">{exchange}</span>
          </Cmdk.Item>
        ))}
      </Cmdk.List>
    </Cmdk>
  )
}

function useResults(query: string): readonly ListedSymbol[] {
  const [results, setResults] = useState<readonly ListedSymbol[]>([])
  useEffect(() => {
    let wanted = true
    void attempt(async () => {
      const found = await engine().call('symbols.search', { query: query.trim(), limit: mostResults })
      if (wanted) setResults(found)
    })
    return () => {
      wanted = false
    }
  }, [query])
  return results
}
