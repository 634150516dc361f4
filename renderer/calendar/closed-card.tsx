import { formatSession } from '../time/zone.ts'
import { useCalendar } from './calendar-state.ts'
import type { Day } from './day-model.ts'
import { clockWords } from './day-words.ts'

/** A day on which the exchange does not trade. */
export function ClosedCard({ day: { date, closure, clockChange } }: { day: Day }) {
  const isKnown = useCalendar((state) => state.year !== undefined)
  if (!isKnown) return null
  return (
    <section aria-label="Day" className="border-line border-b px-4 py-4">
      <h2 className="panel-title">{formatSession(date)} · no session</h2>
      <p className="mt-2 text-sm">
        {closure ? (
          <>
            {closure.reason}
            <span className="text-muted">{closure.scheduled ? '' : ' · not foretold by a rule'}</span>
          </>
        ) : (
          <span className="text-muted">The exchange does not trade on this day of the week.</span>
        )}
      </p>
      {clockChange !== undefined && (
        <p className="mt-1 text-muted text-sm">At the exchange {clockWords(clockChange)} on this day.</p>
      )}
    </section>
  )
}
