import { X } from 'lucide-react'
import { memo } from 'react'
import { showSymbol } from '../replay/show-symbol.ts'
import { classes } from '../ui/classes.ts'
import { Tip } from '../ui/tip.tsx'
import type { DraggedRow } from './drag-order.ts'
import { takeSymbolOff } from './list-actions.ts'
import { RowTip } from './row-tip.tsx'
import { WatchRow } from './watch-row.tsx'

/**
 * A symbol of the watchlist to be chosen, dragged and taken off. It is the same in every session that has the symbol:
 * what changes with the session is written into it, so that hundreds of rows are not rendered when one is opened.
 */
export const ListRow = memo(function ListRow({
  symbol,
  replayed,
  leftOut,
  reason,
  synthetic,
  focused,
  drag,
  mark,
}: {
  symbol: string
  /** Whether the replay has it, or is about to. */
  replayed: boolean
  /** With which code the replay goes without it, and why. */
  leftOut: string | undefined
  reason: string | undefined
  synthetic: boolean
  focused: boolean
  /** Undefined where the list cannot be changed. */
  drag: DraggedRow | undefined
  mark: string
}) {
  const tip = replayed ? <RowTip symbol={symbol} /> : (reason ?? `${symbol} is not part of this replay.`)
  return (
    <Tip side="right" text={tip}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the arrows choose symbols wherever the focus is */}
      <div
        role="option"
        tabIndex={focused ? 0 : -1}
        aria-selected={focused}
        aria-label={symbol}
        aria-description={reason}
        data-symbol={symbol}
        className={classes('group relative -outline-offset-2', mark)}
        onClick={() => void showSymbol(symbol)}
        {...drag}
      >
        <WatchRow
          // What a row was shown as does not stay on it when the replay goes without the symbol.
          key={replayed ? 'replayed' : 'not replayed'}
          symbol={symbol}
          replayed={replayed}
          synthetic={synthetic}
          leftOut={leftOut}
          focused={focused}
        />
        {drag && (
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
})
