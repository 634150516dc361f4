import { PencilLine, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { entriesOf } from '#shared/calendar/overlay.ts'
import { changesOf, type DayChange } from '#shared/calendar/overlay-day.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { undoDay, useOverlay } from '../calendar-overlay/change-day.ts'
import { changeWords, offersFor, saidOf } from '../calendar-overlay/change-words.ts'
import { DayDialog } from '../calendar-overlay/day-dialog.tsx'
import { formatSession } from '../time/zone.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { useCalendar } from './calendar-state.ts'
import { chooseDay } from './choose.ts'
import { factsOf } from './day-grid.tsx'
import type { Day } from './day-model.ts'

/** What the user knows better than the calendar: a change of the chosen day, and all changes of this exchange. */
export function OwnChanges({ day }: { day: Day | undefined }) {
  const exchange = useCalendar((state) => state.exchange) ?? 'XNYS'
  const overlay = useOverlay(exchange)
  const dates = [...new Set(entriesOf(overlay).map(({ date }) => date))].sort() as SessionDate[]
  return (
    <section aria-label="Changes by you" className="shrink-0 px-4 py-4">
      <div className="flex items-center justify-between gap-2">
        <h2 className="panel-title">Changed by you · {exchange}</h2>
        {day && <ChangeMenu key={day.date} exchange={exchange} day={day} />}
      </div>
      {dates.length === 0 ? (
        <p className="mt-1.5 text-muted text-sm">Nothing: the calendar is as published.</p>
      ) : (
        <ul className="mt-1.5 max-h-36 overflow-y-auto">
          {dates.map((date) => (
            <li key={date} className="flex items-center gap-2">
              <button
                type="button"
                className="flex min-w-0 flex-1 items-start gap-2 rounded-sm py-1 text-left text-sm hover:text-ink"
                onClick={() => chooseDay(date)}
              >
                <PencilLine className="mt-0.5 size-3.5 shrink-0 text-accent" aria-hidden="true" />
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  {formatSession(date)}{' '}
                  <span className="text-muted">{changesOf(overlay, date).map(saidOf).join(', ')}</span>
                </span>
              </button>
              <IconButton
                label={`Undo the change of ${formatSession(date)}`}
                side="left"
                className="size-7"
                onClick={() => void undoDay(exchange, date)}
              >
                <Undo2 className="size-3.5" aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function ChangeMenu({ exchange, day }: { exchange: string; day: Day }) {
  const range = useCalendar((state) => state.range)
  const [asking, setAsking] = useState<DayChange['kind']>()
  const facts = factsOf(() => day, day.date, range)
  if (!facts) return null
  return (
    <>
      <Menu
        label={`Change ${formatSession(day.date)}`}
        align="end"
        trigger={
          <Button className="h-7 px-2" aria-label={`Change ${formatSession(day.date)}`}>
            Change this day
          </Button>
        }
      >
        {offersFor(facts).map((kind) => (
          <MenuItem key={kind} onSelect={() => setAsking(kind)}>
            {changeWords[kind].offer}
          </MenuItem>
        ))}
        {facts.isChanged && (
          <MenuItem onSelect={() => void undoDay(exchange, day.date)}>Undo my change</MenuItem>
        )}
      </Menu>
      <DayDialog
        key={asking}
        exchange={exchange}
        date={day.date}
        kind={asking}
        hours={facts.hours}
        onClose={() => setAsking(undefined)}
      />
    </>
  )
}
