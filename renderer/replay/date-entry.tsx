import { type FormEvent, useState } from 'react'
import { parseSessionDate, type SessionDate } from '#shared/calendar/session-date.ts'
import { parseEntry } from '../app/palette-entry.ts'
import { Input } from '../ui/field.tsx'
import type { Range } from './calendar-days.ts'

/** A session by its date, typed. */
export function DateEntry({
  range,
  onEnter,
}: {
  range: Range | undefined
  onEnter: (session: SessionDate) => void
}) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const enter = (event: FormEvent): void => {
    event.preventDefault()
    const entry = parseEntry(text)
    const date = entry?.kind === 'session' ? entry.session : parseSessionDate(text.trim())
    if (!date) setProblem('Write a date as 2013-10-11.')
    else if (range && (date < range.first || date > range.last)) {
      setProblem(`The calendar reaches from ${range.first} to ${range.last}.`)
    } else onEnter(date)
  }
  return (
    <form onSubmit={enter} className="min-w-0 flex-1">
      <Input
        aria-label="Date of a session"
        placeholder="2013-10-11"
        value={text}
        aria-invalid={problem !== undefined}
        onChange={(event) => {
          setText(event.target.value)
          setProblem(undefined)
        }}
      />
      {problem && (
        <p role="alert" className="mt-1 text-down text-xs">
          {problem}
        </p>
      )}
    </form>
  )
}
