import { Columns2, FileInput, History } from 'lucide-react'
import { useState } from 'react'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import { mostCompared, useBacktest } from '../../stores/backtest.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { RemoveDialog } from '../../ui/remove-dialog.tsx'
import { chooseRunFile } from '../run-files.ts'
import { removeRun, showComparison, shownRunOf } from '../shown-run.ts'
import { RenameDialog } from './rename-dialog.tsx'
import { RunRow } from './run-row.tsx'

/** A question about a run, and the run; it stays that one's while its dialog closes. */
interface Asked {
  readonly open: boolean
  readonly question: 'rename' | 'remove'
  readonly run: KeptRun
}

/** The runs that were kept, the last one first. */
export function RunList() {
  const runs = useBacktest((state) => state.runs)
  const failure = useBacktest((state) => state.runsFailure)
  const compared = useBacktest((state) => state.compared)
  const shown = useBacktest((state) => shownRunOf(state.shown)?.id)
  const [asked, setAsked] = useState<Asked>()
  const close = (): void => setAsked((now) => now && { ...now, open: false })
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {failure !== undefined && (
          <p role="alert" className="p-4 text-down text-sm [overflow-wrap:anywhere]">
            {failure}
          </p>
        )}
        {!runs && (
          <p role="status" className="p-4 text-muted text-sm">
            Reading runs …
          </p>
        )}
        {runs?.length === 0 && failure === undefined && (
          <EmptyState icon={History} title="No run yet">
            Every run that comes to its end is kept here, with its settings and trades.
          </EmptyState>
        )}
        <ul aria-label="Kept runs">
          {runs?.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              isShown={run.id === shown}
              isCompared={compared.includes(run.id)}
              canCompare={compared.includes(run.id) || compared.length < mostCompared}
              onAsk={(question) => setAsked({ open: true, question, run })}
            />
          ))}
        </ul>
      </div>
      {runs && runs.length > 1 && compared.length < 2 && (
        <p className="shrink-0 px-4 pb-2 text-faint text-xs">Tick two to four runs to compare them.</p>
      )}
      <footer className="flex shrink-0 gap-2 border-line border-t px-4 py-3">
        <Button className="flex-1 px-2" onClick={() => void chooseRunFile()}>
          <FileInput className="size-3.5" aria-hidden="true" /> Open a run file …
        </Button>
        <Button className="flex-1 px-2" disabled={compared.length < 2} onClick={() => void showComparison()}>
          <Columns2 className="size-3.5" aria-hidden="true" />
          {compared.length < 2 ? 'Compare' : `Compare ${compared.length}`}
        </Button>
      </footer>
      {asked?.question === 'rename' && (
        <RenameDialog key={asked.run.id} run={asked.run} open={asked.open} onClose={close} />
      )}
      {asked?.question === 'remove' && (
        <RemoveDialog
          name={asked.run.name}
          consequence="Its settings, trades and equity are deleted. What was exported of it stays."
          open={asked.open}
          onRemove={() => void removeRun(asked.run.id)}
          onClose={close}
        />
      )}
    </>
  )
}
