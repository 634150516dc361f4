import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { parseSessionDate, type SessionDate } from '#shared/calendar/session-date.ts'
import { useReplay } from '../stores/replay.ts'
import { formatSession } from '../time/zone.ts'
import { IconButton } from '../ui/button.tsx'
import { Input } from '../ui/field.tsx'
import { showRange } from './session.ts'

/** Chooses up to which session the replay plays through, or that it is one session alone. */
export function RangeField({ session }: { session: SessionDate }) {
  const range = useReplay((state) => state.range)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const enter = (event: FormEvent): void => {
    event.preventDefault()
    const last = parseSessionDate(text.trim())
    if (!last) setProblem('Write a date as 2013-10-18.')
    else if (last <= session) setProblem(`Choose a day after ${session}.`)
    else {
      setText('')
      void showRange(session, last)
    }
  }
  return (
    <form onSubmit={enter} className="mt-3 border-line border-t pt-3">
      <div className="flex items-center gap-2 text-sm">
        <span className="shrink-0 text-muted">Play through to</span>
        {range ? (
          <>
            <span className="min-w-0 flex-1 font-medium" data-testid="range-end">
              {formatSession(range.last)}
            </span>
            <IconButton
              label="This session alone"
              className="size-7"
              onClick={() => void showRange(session, session)}
            >
              <X className="size-4" />
            </IconButton>
          </>
        ) : (
          <Input
            aria-label="Last session to play through to"
            placeholder="2013-10-18"
            value={text}
            aria-invalid={problem !== undefined}
            onChange={(event) => {
              setText(event.target.value)
              setProblem(undefined)
            }}
          />
        )}
      </div>
      {problem ? (
        <p role="alert" className="mt-1 text-down text-xs">
          {problem}
        </p>
      ) : (
        !range && <p className="mt-1 text-faint text-xs">Or hold Shift and choose a later day above.</p>
      )}
    </form>
  )
}
