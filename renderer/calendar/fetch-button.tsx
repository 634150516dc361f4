import type { SessionDate } from '#shared/calendar/session-date.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { Button } from '../ui/button.tsx'
import { useCalendar } from './calendar-state.ts'
import { fetchSessions, useFetching } from './fetching.ts'

/** Asks the sources once more for what sessions lack. */
export function FetchButton({ from, to, words }: { from: SessionDate; to: SessionDate; words: string }) {
  const isRunning = useFetching((state) => state.fetching?.state === 'running')
  const isOwner = useOpenStore((state) => state.store?.access === 'owner')
  const symbols = useCalendar((state) => state.quality?.symbols)
  return (
    <Button
      className="px-2.5"
      title={isOwner ? 'Asks the sources once more for what is missing' : 'The store is read-only'}
      disabled={isRunning || !isOwner || symbols === 0}
      onClick={() => void fetchSessions(from, to)}
    >
      {words}
    </Button>
  )
}
