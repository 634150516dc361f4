import { type KeyboardEvent, useId, useState } from 'react'
import type { IndicatorParam } from '#shared/session-file/indicators.ts'
import { Input } from '../ui/field.tsx'
import { parseParam, rangeText } from './param-text.ts'

/** A number that an indicator is set up with. What is out of range is said so and not taken. */
export function ParamField({
  name,
  param,
  value,
  onChange,
}: {
  name: string
  param: IndicatorParam
  value: number
  onChange: (value: number) => void
}) {
  const [draft, setDraft] = useState<string>()
  const field = useId()
  const hint = useId()
  const invalid = draft !== undefined && parseParam(draft, param) === undefined
  const take = (text: string): void => {
    setDraft(text)
    const number = parseParam(text, param)
    if (number !== undefined) onChange(number)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (direction !== 0) {
      event.preventDefault()
      const next = value + direction
      if (parseParam(String(next), param) !== undefined) take(String(next))
    }
    if (event.key === 'Enter') setDraft(undefined)
  }
  return (
    <div className="flex flex-col gap-1">
      <span className="flex items-center justify-between gap-3">
        <label htmlFor={field} className="font-medium text-muted text-xs first-letter:uppercase">
          {name}
        </label>
        <Input
          id={field}
          inputMode="decimal"
          value={draft ?? String(value)}
          aria-invalid={invalid}
          aria-describedby={hint}
          onChange={(event) => take(event.target.value)}
          onBlur={() => setDraft(undefined)}
          onKeyDown={onKeyDown}
          className="max-w-24 text-right tabular-nums"
        />
      </span>
      <span id={hint} className={invalid ? 'text-right text-down text-xs' : 'text-right text-faint text-xs'}>
        {invalid && 'Not taken: '}
        {rangeText(param)}
      </span>
    </div>
  )
}
