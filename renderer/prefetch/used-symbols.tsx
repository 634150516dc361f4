import { EyeOff, Pin, Trash2 } from 'lucide-react'
import { useEffect } from 'react'
import type { UsedSymbol } from '#shared/prefetch/used-symbol.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { counted } from './plan-words.ts'
import { forgetUsed, loadUsed, markUsed, usePrefetch } from './prefetch.ts'

const mostShown = 40

/** The symbols that plans for "used most" are for: what was learned, to be corrected or forgotten. */
export function UsedSymbols({ readOnly }: { readOnly: boolean }) {
  const used = usePrefetch((state) => state.used)
  useEffect(() => {
    void loadUsed()
  }, [])
  if (!used) return null
  const shown = used.symbols.slice(0, mostShown)
  return (
    <section aria-label="Symbols used most" className="mt-6">
      <header className="mb-2 flex items-center justify-between">
        <h2 className="panel-title">Used most</h2>
        {used.symbols.length > 0 && (
          <Button
            look="plain"
            className="h-6 px-2 text-xs"
            disabled={readOnly}
            onClick={() => void forgetUsed()}
          >
            Forget all
          </Button>
        )}
      </header>
      <p className="text-faint text-xs">
        {used.learns
          ? `Learned from what is replayed, charted and listed; a use counts half after ${used.halfLifeDays} days.`
          : 'Use is not taken note of; see prefetchLearnSymbols in the settings.'}
      </p>
      {shown.length > 0 && (
        <ol className="mt-2">
          {shown.map((symbol) => (
            <UsedRow key={symbol.symbol} used={symbol} readOnly={readOnly} />
          ))}
        </ol>
      )}
      {used.symbols.length > shown.length && (
        <p className="mt-1 text-faint text-xs">and {used.symbols.length - shown.length} more</p>
      )}
    </section>
  )
}

function UsedRow({ used: { symbol, uses, score, mark }, readOnly }: { used: UsedSymbol; readOnly: boolean }) {
  const toggle = (to: 'pin' | 'never'): void => void markUsed(symbol, mark === to ? 'none' : to)
  return (
    <li className="flex items-center gap-2 py-0.5 text-sm">
      <span
        className={classes(
          'min-w-0 flex-1 truncate normal-nums',
          mark === 'never' && 'text-faint line-through',
        )}
      >
        {symbol}
      </span>
      <span className="text-faint text-xs">
        {mark === 'pin'
          ? 'pinned'
          : mark === 'never'
            ? 'never'
            : `${counted(uses, 'use')}, worth ${score.toFixed(1)}`}
      </span>
      <IconButton
        label={mark === 'pin' ? `Unpin ${symbol}` : `Pin ${symbol}`}
        aria-pressed={mark === 'pin'}
        className={classes('size-6', mark === 'pin' && 'text-accent')}
        disabled={readOnly}
        onClick={() => toggle('pin')}
      >
        <Pin className="size-3.5" />
      </IconButton>
      <IconButton
        label={mark === 'never' ? `Allow ${symbol} again` : `Never ${symbol}`}
        aria-pressed={mark === 'never'}
        className={classes('size-6', mark === 'never' && 'text-accent')}
        disabled={readOnly}
        onClick={() => toggle('never')}
      >
        <EyeOff className="size-3.5" />
      </IconButton>
      <IconButton
        label={`Forget ${symbol}`}
        className="size-6"
        disabled={readOnly}
        onClick={() => void forgetUsed(symbol)}
      >
        <Trash2 className="size-3.5" />
      </IconButton>
    </li>
  )
}
