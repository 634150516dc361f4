import { CircleAlert } from 'lucide-react'
import { useSessionState } from '../stores/session-state.ts'
import { useShownSession } from '../stores/shown-session.ts'
import { formatMinute, formatSession, zoneName } from '../time/zone.ts'
import { Button } from '../ui/button.tsx'
import { clearError } from './session-actions.ts'

/** Says what is wrong with the session, until it is cleared. */
export function SessionBanner() {
  const report = useSessionState(({ reports }) => reports.find(({ error }) => error !== undefined))
  const zone = useShownSession()?.zone
  if (!report?.error || !zone) return null
  const { session, cause, at } = report.error
  const isEnded = report.log.some(
    (entry) => entry.type === 'moved' && entry.forced && entry.to === 'ended' && entry.session === session,
  )
  return (
    <div
      role="alert"
      data-testid="session-error"
      className="flex items-center gap-3 border-down/40 border-b bg-down/15 px-4 py-2 text-sm"
    >
      <CircleAlert className="size-4 shrink-0 text-down" aria-hidden="true" />
      <p className="text-selectable min-w-0 flex-1 [overflow-wrap:anywhere]">
        <strong className="font-semibold">
          Error in session {formatSession(session)} of {report.exchange} at {formatMinute(zone, at)}{' '}
          {zoneName(zone, at)}
          {isEnded && ', which was ended by force'}:
        </strong>{' '}
        <span className="text-muted">{cause}</span>
      </p>
      <Button onClick={() => void clearError()}>Clear</Button>
    </div>
  )
}
