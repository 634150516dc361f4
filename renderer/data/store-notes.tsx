import { CircleAlert, LoaderCircle } from 'lucide-react'
import { useOpenStore } from '../stores/open-store.ts'
import { classes } from '../ui/classes.ts'

/** The store that is being opened or made. */
export function OpeningNote({ className }: { className?: string }) {
  const opening = useOpenStore((state) => state.opening)
  if (!opening) return null
  return (
    <p role="status" className={classes('flex items-center gap-2.5 text-muted text-sm', className)}>
      <LoaderCircle className="size-4 shrink-0 animate-spin text-accent" aria-hidden="true" />
      <span className="min-w-0 truncate">
        {opening.making ? 'Making' : 'Opening'} {opening.path} …
      </span>
    </p>
  )
}

/** Why the last store could not be opened. */
export function StoreFailure({ className }: { className?: string }) {
  const failure = useOpenStore((state) => state.failure)
  if (!failure) return null
  return (
    <div
      role="alert"
      className={classes(
        'flex gap-3 rounded-md border border-down/40 bg-down/10 px-4 py-3 text-sm',
        className,
      )}
    >
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-down" aria-hidden="true" />
      <div className="text-selectable min-w-0 [overflow-wrap:anywhere]">
        <p className="font-medium">{failure.message}</p>
        {!failure.message.includes(failure.path) && <p className="text-muted">{failure.path}</p>}
      </div>
    </div>
  )
}
