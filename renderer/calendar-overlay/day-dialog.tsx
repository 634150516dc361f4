import { type FormEvent, useState } from 'react'
import type { DayChange } from '#shared/calendar/overlay-day.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { formatSession } from '../time/zone.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field, Input } from '../ui/field.tsx'
import { changeDay } from './change-day.ts'
import { changeWords } from './change-words.ts'

/** Asks for what a change of a day needs: a reason, and a time where it has one. Open while there is a `kind`. */
export function DayDialog({
  exchange,
  date,
  kind,
  hours,
  onClose,
  onClosed,
}: {
  exchange: string
  date: SessionDate
  kind: DayChange['kind'] | undefined
  /** Regular hours of the day as a text, where it has any. */
  hours: string | undefined
  onClose: () => void
  /** Puts the focus where it belongs; back to where it was when left out. */
  onClosed?: () => void
}) {
  const [at, setAt] = useState('')
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string>()
  const change = kind && changeOf(kind, at.trim(), reason.trim())
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!change) return
    const cause = await changeDay(exchange, date, change)
    if (cause === undefined) onClose()
    else setProblem(cause)
  }
  const hasTime = kind === 'early-close' || kind === 'late-open'
  return (
    <Dialog
      title={`${formatSession(date)}: ${kind ? changeWords[kind].action.toLowerCase() : ''}`}
      description={`Changes the calendar of ${exchange} for you; replays opened from now on follow it.`}
      open={kind !== undefined}
      onClose={onClose}
      {...(onClosed && { onClosed })}
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        {hasTime && (
          <Field
            name={kind === 'early-close' ? 'Closes at' : 'Opens at'}
            hint={`HH:MM on the clock of the exchange${hours ? `; regular hours are ${hours}` : ''}`}
          >
            <Input
              autoFocus
              placeholder={kind === 'early-close' ? '12:30' : '10:30'}
              value={at}
              onChange={(event) => {
                setAt(event.target.value)
                setProblem(undefined)
              }}
            />
          </Field>
        )}
        <Field name="Reason">
          <Input
            autoFocus={!hasTime}
            placeholder="Why, in a few words"
            maxLength={120}
            value={reason}
            onChange={(event) => {
              setReason(event.target.value)
              setProblem(undefined)
            }}
          />
        </Field>
        {problem && (
          <p role="alert" className="text-down text-sm [overflow-wrap:anywhere]">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="accent" type="submit" disabled={!change}>
            {kind && changeWords[kind].action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The change as entered; undefined while something is missing. */
function changeOf(kind: DayChange['kind'], at: string, reason: string): DayChange | undefined {
  if (reason === '') return undefined
  if (kind !== 'early-close' && kind !== 'late-open') return { kind, reason }
  return /^\d{1,2}:\d{2}$/.test(at) ? { kind, reason, at: at.padStart(5, '0') } : undefined
}
