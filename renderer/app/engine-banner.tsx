import { CircleAlert, LoaderCircle } from 'lucide-react'
import { restartEngine } from '../engine/lifecycle.ts'
import { useConnection } from '../stores/connection.ts'
import { usePlayback } from '../stores/playback.ts'
import { useShownSession } from '../stores/shown-session.ts'
import { formatMinute, zoneName } from '../time/zone.ts'
import { Button } from '../ui/button.tsx'

/** Says that the engine is gone, what happens about it, and where the replay comes back. */
export function EngineBanner() {
  const connection = useConnection((state) => state.connection)
  if (connection.phase === 'failed') {
    return (
      <div
        role="alert"
        className="flex items-center gap-3 border-down/40 border-b bg-down/15 px-4 py-2 text-sm"
      >
        <CircleAlert className="size-4 shrink-0 text-down" aria-hidden="true" />
        <p className="text-selectable min-w-0 flex-1">
          <strong className="font-semibold">The engine stopped and does not start again.</strong>{' '}
          <span className="text-muted">{connection.cause} Stored bars are safe.</span>
        </p>
        <Button onClick={() => void restartEngine()}>Restart engine</Button>
      </div>
    )
  }
  const returning = connection.phase === 'resuming' && !connection.first
  if (connection.phase !== 'restarting' && !returning) return null
  return (
    <div
      role="status"
      className="flex h-10 items-center gap-3 border-accent/30 border-b bg-accent/10 px-4 text-sm"
    >
      <LoaderCircle className="size-4 shrink-0 animate-spin text-accent" aria-hidden="true" />
      <p className="min-w-0 flex-1 truncate">
        <strong className="font-semibold">The engine stopped; restarting …</strong> <ReturnPlace />
        {connection.phase === 'restarting' && connection.cause && (
          <span className="text-muted"> {connection.cause}</span>
        )}
      </p>
      {connection.phase === 'restarting' && connection.attempt > 1 && (
        <span className="text-muted">try {connection.attempt}</span>
      )}
    </div>
  )
}

function ReturnPlace() {
  const info = useShownSession()
  const clock = usePlayback((state) => state.clock)
  if (!info || clock === undefined) return null
  return (
    <span>
      The replay comes back at {formatMinute(info.zone, clock)} {zoneName(info.zone, clock)}.
    </span>
  )
}
