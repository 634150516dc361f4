import type { KeyboardEvent } from 'react'
import { Input } from '../../ui/field.tsx'
import { FormField } from '../../ui/form-field.tsx'
import { numberOf } from './check-form.ts'

/** A number that is typed, or stepped with the arrows. */
export function NumberField({
  name,
  value,
  unit,
  hint,
  problem,
  placeholder,
  step = 1,
  min = 0,
  max = Number.POSITIVE_INFINITY,
  onChange,
}: {
  name: string
  value: string
  unit?: string
  hint?: string | undefined
  problem?: string | undefined
  placeholder?: string
  step?: number
  min?: number
  max?: number
  onChange: (text: string) => void
}) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    const now = numberOf(value)
    if (direction === 0 || Number.isNaN(now)) return
    event.preventDefault()
    const next = Math.min(max, Math.max(min, now + direction * step))
    // Without what binary fractions leave behind.
    onChange(String(Number(next.toFixed(9))))
  }
  return (
    <FormField name={name} hint={hint} problem={problem}>
      {(tied) => (
        <span className="relative block">
          <Input
            {...tied}
            inputMode="decimal"
            value={value}
            placeholder={placeholder}
            onChange={({ target }) => onChange(target.value)}
            onKeyDown={onKeyDown}
            className={unit === undefined ? '' : 'pr-9'}
          />
          {unit !== undefined && (
            <span
              aria-hidden="true"
              className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-faint text-xs"
            >
              {unit}
            </span>
          )}
        </span>
      )}
    </FormField>
  )
}
