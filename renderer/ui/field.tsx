import { ChevronDown } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'

/** A line to type in. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      spellCheck={false}
      autoComplete="off"
      className={classes(
        'h-8 w-full min-w-0 select-text normal-nums rounded-md border border-line bg-canvas px-2.5 text-ink text-sm placeholder:text-faint focus-visible:border-accent focus-visible:outline-none disabled:opacity-40 aria-[invalid=true]:border-down',
        className,
      )}
      {...rest}
    />
  )
}

/** A named field of a form with what it means under it. */
export function Field({ name, hint, children }: { name: string; hint?: ReactNode; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="flex min-w-0 flex-col gap-1">
      <span className="font-medium text-muted text-xs">{name}</span>
      {children}
      {hint && <span className="text-faint text-xs">{hint}</span>}
    </label>
  )
}

/** A choice from a list in the look of a field. */
export function Choice<T extends string>({
  value,
  options,
  onChange,
  ...rest
}: Omit<ComponentProps<'select'>, 'value' | 'onChange'> & {
  value: T
  options: readonly { readonly value: T; readonly label: string }[]
  onChange: (value: T) => void
}) {
  const choose = (chosen: string): void => {
    const option = options.find((candidate) => candidate.value === chosen)
    if (option) onChange(option.value)
  }
  return (
    <span className="relative block">
      <select
        value={value}
        onChange={(event) => choose(event.target.value)}
        className="h-8 w-full appearance-none rounded-md border border-line bg-canvas pr-7 pl-2.5 text-ink text-sm focus-visible:border-accent focus-visible:outline-none aria-[invalid=true]:border-down"
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
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
