import { useEffect, useState } from 'react'
import type { ShownEntry } from '#shared/protocol/desktop-contract.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { desktop } from '../engine/link.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** Shows the exact entry that the system's scheduler would get for a plan, and installs or removes it. */
export function ScheduleDialog({
  open,
  plan,
  store,
  onClose,
}: {
  open: boolean
  plan: string
  store: string
  onClose: () => void
}) {
  return (
    <Dialog
      title={`Run ${plan} while Tapedeck is not open`}
      description="The scheduler of this computer looks every 15 minutes whether the plan is due, and runs it then. Nothing is written before you say so."
      open={open}
      onClose={onClose}
      wide
    >
      <Entry plan={plan} store={store} onClose={onClose} />
    </Dialog>
  )
}

function Entry({ plan, store, onClose }: { plan: string; store: string; onClose: () => void }) {
  const [entry, setEntry] = useState<ShownEntry>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const ask = async (
    call: 'overnight.entry' | 'overnight.install' | 'overnight.uninstall',
  ): Promise<void> => {
    setBusy(true)
    try {
      setEntry(await desktop().call(call, { plan, store }))
      setProblem(undefined)
    } catch (error) {
      setProblem(asFailure(error).message)
    }
    setBusy(false)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another plan has another entry, nothing else has
  useEffect(() => {
    void ask('overnight.entry')
  }, [plan, store])
  return (
    <div className="flex flex-col gap-3">
      {entry?.files.map(({ path, text }) => (
        <figure key={path}>
          <figcaption className="text-selectable mb-1 text-muted text-xs [overflow-wrap:anywhere]">
            {path}
          </figcaption>
          <pre className="text-selectable max-h-52 overflow-auto whitespace-pre-wrap [overflow-wrap:anywhere] rounded-md border border-line bg-canvas p-3 text-xs">
            {text}
          </pre>
        </figure>
      ))}
      {entry && (
        <p className="text-muted text-xs">
          Then is run: <code className="text-selectable text-ink">{entry.commands.join(' && ')}</code>
        </p>
      )}
      {problem && (
        <p role="alert" className="text-down text-sm [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      <div className="flex items-center justify-end gap-2">
        {entry && (
          <span role="status" className="mr-auto text-muted text-sm">
            {entry.installed ? `Installed with ${entry.scheduler}` : 'Not installed'}
          </span>
        )}
        <Button onClick={onClose}>Close</Button>
        {entry?.installed ? (
          <Button look="danger" disabled={busy} onClick={() => void ask('overnight.uninstall')}>
            Remove it
          </Button>
        ) : (
          <Button look="accent" disabled={busy || !entry} onClick={() => void ask('overnight.install')}>
            Install it
          </Button>
        )}
      </div>
    </div>
  )
}
