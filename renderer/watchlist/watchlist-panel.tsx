import { ListPlus, Plus, X } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { ReplayInfo } from '#shared/protocol/replay-calls.ts'
import { showSymbol } from '../replay/show-symbol.ts'
import { useChart } from '../stores/chart.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useReplay } from '../stores/replay.ts'
import { useRun } from '../stores/run.ts'
import { useSymbols } from '../stores/symbols.ts'
import { useWatchlists } from '../stores/watchlists.ts'
import { IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { PopOver } from '../ui/pop-over.tsx'
import { Tip } from '../ui/tip.tsx'
import { AddSymbols } from './add-symbols.tsx'
import { dragClasses, useDragOrder } from './drag-order.ts'
import { takeSymbolOff } from './list-actions.ts'
import { moveSymbol } from './move-symbol.ts'
import { RowTip } from './row-tip.tsx'
import { type RowQuote, WatchRow } from './watch-row.tsx'
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
  const bySymbol = useSymbols((state) => state.bySymbol)
  const focused = useChart((state) => state.symbol)
  const order = useDragOrder((from, to) => void moveSymbol(from, to))
  const box = useRef<HTMLDivElement>(null)

  const quotes = useMemo(
    () =>
      new Map(
        info?.symbols.map(({ symbol, previousClose }, index) => [symbol, { index, previousClose }] as const),
      ),
    [info],
  )
  const leftOut = useMemo(() => new Map(info?.leftOut.map((left) => [left.symbol, left])), [info])
  useEffect(() => {
    if (!focused) return
    box.current?.querySelector(`[data-symbol="${CSS.escape(focused)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [focused])

  return (
    <div ref={box} role="listbox" aria-label="Symbols" className="min-h-0 flex-1 overflow-y-auto">
      {symbols.map((symbol, index) => {
        const listed = bySymbol.get(symbol)
        return (
          <Tip key={symbol} side="right" text={tipOf(symbol, quotes.get(symbol), leftOut.get(symbol))}>
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the arrows choose symbols wherever the focus is */}
            <div
              role="option"
              tabIndex={symbol === focused ? 0 : -1}
              aria-selected={symbol === focused}
              aria-label={symbol}
              aria-description={leftOut.get(symbol)?.reason}
              data-symbol={symbol}
              className={classes('group relative -outline-offset-2', dragClasses(order, index))}
              onClick={() => void showSymbol(symbol)}
              {...(editable && order.row(index))}
            >
              <WatchRow
                // What a row was shown as does not stay on it when the replay goes without the symbol.
                key={quotes.has(symbol) ? 'replayed' : 'not replayed'}
                symbol={symbol}
                quote={quotes.get(symbol)}
                synthetic={listed?.synthetic ?? false}
                leftOut={leftOut.get(symbol)}
                focused={symbol === focused}
              />
              {editable && (
                <button
                  type="button"
                  tabIndex={-1}
                  aria-label={`Take ${symbol} off the list`}
                  title="Take off the list"
                  className="absolute top-1 right-1 hidden size-5 items-center justify-center rounded-sm bg-hover text-muted hover:text-ink group-hover:flex"
                  onClick={(event) => {
                    event.stopPropagation()
                    void takeSymbolOff(symbol)
                  }}
                >
                  <X className="size-3" />
                </button>
              )}
            </div>
          </Tip>
        )
      })}
    </div>
  )
}

/** What a row says of its symbol where the pointer or the focus is on it. */
function tipOf(
  symbol: string,
  quote: RowQuote | undefined,
  leftOut: ReplayInfo['leftOut'][number] | undefined,
): ReactNode {
  if (quote) return <RowTip symbol={symbol} index={quote.index} />
  return leftOut?.reason ?? `${symbol} is not part of this replay.`
}
