import { X } from 'lucide-react'
import { hideRun, useShownRun } from '../stores/shown-run.ts'
import { IconButton } from '../ui/button.tsx'

/** Names the strategy of the backtest that is shown under the replay, with a way to hide it. */
export function ShownRunBadge() {
  const run = useShownRun((state) => state.run)
  if (!run) return null
  return (
    <div
      data-testid="shown-run"
      title={`Trades of the backtest ${run.name}, up to the clock`}
      className="flex h-8 min-w-28 max-w-64 items-center gap-2 rounded-md border border-line bg-canvas pr-0.5 pl-2.5 text-sm"
    >
      <span className="text-muted max-[1760px]:hidden">Strategy</span>
      <span className="min-w-0 truncate font-semibold">{run.strategy}</span>
      <IconButton label="Hide the strategy's trades" side="bottom" className="size-7" onClick={hideRun}>
        <X className="size-3.5" aria-hidden="true" />
      </IconButton>
    </div>
  )
}
