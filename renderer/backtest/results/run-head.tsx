import { CheckCheck, Download, RotateCw, Settings2, TriangleAlert } from 'lucide-react'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import { useBacktest } from '../../stores/backtest.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { startRun } from '../backtests.ts'
import { takeSettingsOf } from '../form/form-state.ts'
import { exportRun } from '../run-files.ts'
import { runWords } from '../runs/run-words.ts'

/** Which run is shown, what it was of, and what can be done with it. */
export function RunHead({ run, changed }: { run: KeptRun; changed: readonly string[] | undefined }) {
  const isRunning = useBacktest((state) => state.jobs.length > 0)
  return (
    <header className="flex shrink-0 items-start gap-3 px-5 pt-3 pb-2.5">
      <div className="min-w-0 flex-1">
        <h1 className="truncate font-semibold text-base normal-nums">{run.name}</h1>
        <p className="truncate text-muted text-xs">{runWords(run)}</p>
        {changed && <Changed changed={changed} />}
      </div>
      <IconButton label="Use its settings" onClick={() => takeSettingsOf(run)}>
        <Settings2 className="size-4" />
      </IconButton>
      <IconButton label="Export to a folder …" onClick={() => void exportRun(run)}>
        <Download className="size-4" />
      </IconButton>
      <Button disabled={isRunning} onClick={() => void startRun({ again: run.id }, run.name)}>
        <RotateCw className="size-3.5" aria-hidden="true" /> Run again
      </Button>
    </header>
  )
}

/** Whether a run that was run again came out as it did before. */
function Changed({ changed }: { changed: readonly string[] }) {
  if (changed.length === 0)
    return (
      <p role="status" className="mt-1 flex items-center gap-1.5 text-up text-xs">
        <CheckCheck className="size-3.5" aria-hidden="true" /> Run again: the same trades as then.
      </p>
    )
  return (
    <p role="status" className="mt-1 flex items-start gap-1.5 text-warn text-xs">
      <TriangleAlert className="mt-px size-3.5 shrink-0" aria-hidden="true" />
      <span className="[overflow-wrap:anywhere]">Run again, and not as it was: {changed.join('; ')}.</span>
    </p>
  )
}
