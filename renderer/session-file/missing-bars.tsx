import { X } from 'lucide-react'
import { useSessionFile } from '../stores/session-file.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { LeftOutSymbols } from './left-out-symbols.tsx'
import { NeedsTable } from './needs-table.tsx'
import { lookAgain } from './open-session-file.ts'

/** What the store lacks of the run that a session file describes, to be imported here. */
export function MissingBars() {
  const opened = useSessionFile((state) => state.opened)
  const shown = useSessionFile((state) => state.showsMissing)
  if (!shown || opened?.state !== 'read' || !opened.readiness) return null
  const { needs, leftOut } = opened.readiness
  const missing = needs.filter((need) => need.missing > 0)
  return (
    <section
      aria-label="Missing for the run"
      className="mb-6 flex flex-col gap-4 rounded-lg border border-line bg-panel p-4"
    >
      <header className="flex items-center gap-3">
        <div className="min-w-0">
          <h2 className="font-semibold text-base">Missing for the run</h2>
          <p className="truncate text-muted text-sm">{opened.name}: import these bars, then look again.</p>
        </div>
        <Button className="ml-auto" onClick={() => void lookAgain()}>
          Look again
        </Button>
        <IconButton
          label="Show it no longer"
          onClick={() => useSessionFile.setState({ showsMissing: false })}
        >
          <X className="size-3.5" />
        </IconButton>
      </header>
      {missing.length > 0 && <NeedsTable needs={missing} />}
      <LeftOutSymbols leftOut={leftOut} />
    </section>
  )
}
