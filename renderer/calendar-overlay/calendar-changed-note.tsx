import { CalendarClock } from 'lucide-react'
import { reopenReplay } from '../replay/session.ts'
import { useReplay } from '../stores/replay.ts'
import { Button } from '../ui/button.tsx'
import { useCalendarNews } from './calendar-news.ts'

/** Says that the open replay goes by a calendar that is not what it was, and offers to open it anew (R7). */
export function CalendarChangedNote() {
  const info = useReplay((state) => state.info)
  const outdated = useCalendarNews((state) => state.outdated)
  if (!info || !outdated) return null
  return (
    <div
      role="status"
      className="flex items-center gap-3 border-accent/30 border-b bg-accent/10 px-4 py-1.5 text-sm"
    >
      <CalendarClock className="size-4 shrink-0 text-accent" aria-hidden="true" />
      <p className="min-w-0 flex-1">
        The calendar of {outdated} changed; this replay goes by the one before.
      </p>
      <Button onClick={() => void reopenReplay()}>Reopen</Button>
    </div>
  )
}
