import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { SessionLogEntry } from '#shared/protocol/session-calls.ts'
import { formatDay, formatMinute, formatSessionDay } from '../time/zone.ts'
import { classes } from '../ui/classes.ts'
import { logLine } from './log-line.ts'

/** What happened to a session and to those it rolled from, newest first. */
export function SessionLog({
  zone,
  session,
  log,
}: {
  zone: string
  session: SessionDate
  log: readonly SessionLogEntry[]
}) {
  const entries = log.filter((entry, index) => !isSaidAgain(entry, log[index + 1]))
  const isOtherDay = ({ due }: SessionLogEntry): boolean => formatDay(zone, due) !== formatSessionDay(session)
  const hasOthers = entries.some(isOtherDay)
  if (log.length === 0) return <p className="px-3.5 pb-3 text-muted text-sm">Nothing happened so far.</p>
  return (
    <ol
      aria-label="Log of the session"
      className="min-h-0 flex-1 overflow-y-auto px-3.5 pb-2"
      data-testid="session-log"
    >
      {entries.toReversed().map((entry, index) => {
        const { text, cause, grave } = logLine(entry)
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: counted from the oldest, an entry keeps its number
            key={entries.length - index}
            className="flex gap-3 border-line/60 border-b py-1.5 text-sm last:border-b-0"
          >
            <span className={classes('shrink-0 text-muted tabular-nums', hasOthers ? 'w-[5.5rem]' : 'w-10')}>
              {isOtherDay(entry) && `${formatDay(zone, entry.due)} `}
              {formatMinute(zone, entry.due)}
            </span>
            <span className="min-w-0">
              <span className={classes(grave && 'text-warn')}>{text}</span>
              {cause && (
                <span className="text-selectable block text-muted text-xs [overflow-wrap:anywhere]">
                  {cause}
                </span>
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

/** Whether an error is told once more by the move that it makes. */
function isSaidAgain(entry: SessionLogEntry, next: SessionLogEntry | undefined): boolean {
  return entry.type === 'error' && next?.type === 'moved' && next.to === 'error' && next.cause === entry.cause
}
