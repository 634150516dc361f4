import { Lock } from 'lucide-react'
import { useReadOnlyReason } from '../stores/read-only.ts'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { claimStore } from './stores.ts'

/** Says why the open store cannot be changed, where something would change it; nothing where it can. */
export function ReadOnlyNote({ className }: { className?: string }) {
  const reason = useReadOnlyReason()
  if (reason === undefined) return null
  return (
    <div
      role="note"
      data-testid="read-only"
      className={classes(
        'flex items-start gap-2.5 rounded-md border border-accent/30 bg-accent/10 px-3 py-2 text-left text-sm',
        className,
      )}
    >
      <Lock className="mt-0.5 size-3.5 shrink-0 text-accent" aria-hidden="true" />
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{reason}</span>
      <Button className="h-7 px-2 text-xs" onClick={() => void claimStore()}>
        Try again
      </Button>
    </div>
  )
}
