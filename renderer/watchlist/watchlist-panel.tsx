import { ListPlus, Plus } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useChart } from '../stores/chart.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useReplay } from '../stores/replay.ts'
import { useRun } from '../stores/run.ts'
import { useSymbols } from '../stores/symbols.ts'
import { useWatchlists } from '../stores/watchlists.ts'
import { IconButton } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { PopOver } from '../ui/pop-over.tsx'
import { AddSymbols } from './add-symbols.tsx'
import { dragClasses, useDragOrder } from './drag-order.ts'
import { ListRow } from './list-row.tsx'
import { moveSymbol } from './move-symbol.ts'
import { placesIn } from './row-places.ts'
import { WatchlistMenu } from './watchlist-menu.tsx'

/** The symbols of one watchlist with their coverage and prices so far. */
export function WatchlistPanel() {
  const lists = useWatchlists((state) => state.lists)
  const activeId = useWatchlists((state) => state.activeId)
  const all = useSymbols((state) => state.symbols)
  const writable = useOpenStore((state) => state.store?.access === 'owner')
  const [adding, setAdding] = useState(false)
  const run = useRun((state) => state.run)
  const list = run ? undefined : lists.find(({ id }) => id === activeId)
  const symbols = useMemo(
    () => run?.symbols ?? list?.symbols ?? all.map(({ symbol }) => symbol),
    [run, list, all],
  )
  return (
    <section
      aria-label="Watchlist"
      className="flex w-60 shrink-0 flex-col border-line border-r bg-panel max-[1240px]:w-52"
    >
      <header className="flex h-11 shrink-0 items-center gap-1 border-line border-b pr-1.5 pl-2">
        <WatchlistMenu list={list} />
        <span className="ml-auto shrink-0 text-faint text-xs" data-testid="watchlist-count">
          {symbols.length}
        </span>
        <PopOver
          label="Add symbols"
          open={adding}
          onOpenChange={setAdding}
          trigger={
            <IconButton label="Add symbols" className="size-7" disabled={!writable}>
              <Plus className="size-4" />
            </IconButton>
          }
        >
          <AddSymbols list={list} onDone={() => setAdding(false)} />
        </PopOver>
      </header>
      {symbols.length === 0 ? (
        <EmptyState icon={ListPlus} title="No symbols here">
          {list ? 'Add some with the plus above.' : 'Import bars to have some.'}
        </EmptyState>
      ) : (
        <Rows symbols={symbols} editable={list !== undefined && writable} />
      )}
    </section>
  )
}

function Rows({ symbols, editable }: { symbols: readonly string[]; editable: boolean }) {
  const info = useReplay((state) => state.info)
  const opening = useReplay((state) => state.status.state === 'opening')
  const bySymbol = useSymbols((state) => state.bySymbol)
  const focused = useChart((state) => state.symbol)
  const order = useDragOrder((from, to) => void moveSymbol(from, to))
  const box = useRef<HTMLDivElement>(null)

  const places = placesIn(info)
  const leftOut = useMemo(() => new Map(info?.leftOut.map((left) => [left.symbol, left])), [info])
  useEffect(() => {
    if (!focused) return
    box.current?.querySelector(`[data-symbol="${CSS.escape(focused)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [focused])

  return (
    <div
      ref={box}
      role="listbox"
      aria-label="Symbols"
      aria-busy={opening}
      className="min-h-0 flex-1 overflow-y-auto aria-busy:opacity-50"
    >
      {symbols.map((symbol, index) => (
        <ListRow
          key={symbol}
          symbol={symbol}
          // A row that waits for its numbers stays what it is.
          replayed={opening ? bySymbol.has(symbol) : places.has(symbol)}
          leftOut={leftOut.get(symbol)?.code}
          reason={leftOut.get(symbol)?.reason}
          synthetic={bySymbol.get(symbol)?.synthetic ?? false}
          focused={symbol === focused}
          drag={editable ? order.row(index) : undefined}
          mark={dragClasses(order, index)}
        />
      ))}
    </div>
  )
}
