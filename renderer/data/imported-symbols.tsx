import { ListPlus } from 'lucide-react'
import { formatCount } from '../charts/prices.ts'
import { useWatchlists } from '../stores/watchlists.ts'
import { Button } from '../ui/button.tsx'
import { addWatchlist, putSymbolsOn } from '../watchlist/list-actions.ts'
import { freeName } from '../watchlist/list-name.ts'

/** Offers to put the symbols of an import on the watchlist that is shown, or to make one of them. */
export function ImportedSymbols({ symbols, name }: { symbols: readonly string[]; name: string }) {
  const lists = useWatchlists((state) => state.lists)
  const list = useWatchlists((state) => state.lists.find(({ id }) => id === state.activeId))
  if (symbols.length === 0) return null
  const missing = symbols.filter((symbol) => !list?.symbols.includes(symbol))
  const subject =
    missing.length === 1 ? '1 imported symbol is' : `${formatCount(missing.length)} imported symbols are`
  return (
    <section
      aria-label="Imported symbols"
      className="flex min-h-14 items-center gap-4 rounded-lg border border-line bg-panel px-4 py-2.5 text-sm"
    >
      <p className="min-w-0 flex-1 text-muted [overflow-wrap:anywhere]">
        {!list && `${subject} shown under “All symbols”.`}
        {list && missing.length > 0 && `${subject} not on the watchlist “${list.name}” yet.`}
        {list && missing.length === 0 && `The imported symbols are on the watchlist “${list.name}”.`}
      </p>
      {!list && (
        <Button onClick={() => void addWatchlist(freeName(name, lists), symbols)}>
          <ListPlus className="size-4" /> Make a watchlist
        </Button>
      )}
      {list && missing.length > 0 && (
        <Button onClick={() => void putSymbolsOn(missing)}>
          <ListPlus className="size-4" /> Add to the watchlist
        </Button>
      )}
    </section>
  )
}
