import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'

/** A choice from a list whose label stands elsewhere. */
export function ChoiceInput({
  options,
  onChange,
  ...rest
}: Omit<ComponentProps<'select'>, 'onChange'> & {
  options: readonly { readonly value: string; readonly label: string }[]
  onChange: (value: string) => void
}) {
  return (
    <span className="relative block">
      <select
        onChange={(event) => onChange(event.target.value)}
        className="h-8 w-full appearance-none rounded-md border border-line bg-canvas pr-7 pl-2.5 text-ink text-sm focus-visible:border-accent focus-visible:outline-none aria-[invalid=true]:border-down"
        {...rest}
      >
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        className="pointer-events-none absolute top-2 right-2 size-4 text-muted"
        aria-hidden="true"
      />
    </span>
  )
}
