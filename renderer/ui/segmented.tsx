import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { keepFocus } from './input-mode.ts'
import { Tip } from './tip.tsx'

export interface SegmentedOption<T extends string> {
  readonly value: T
  readonly label: ReactNode
  readonly tip?: string
  readonly shortcut?: string | undefined
}

/** A choice of one among a few, all in sight. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  disabled,
}: {
  label: string
  value: T
  options: readonly SegmentedOption<T>[]
  onChange: (value: T) => void
  disabled?: boolean
}) {
  const choose = (chosen: string): void => {
    const option = options.find((candidate) => candidate.value === chosen)
    if (option) onChange(option.value)
  }
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={choose}
      disabled={disabled ?? false}
      className="flex h-8 shrink-0 items-stretch rounded-md border border-line bg-canvas p-[3px]"
    >
      {options.map((option) => {
        const item = (
          <ToggleGroup.Item
            key={option.value}
            value={option.value}
            onMouseDown={keepFocus}
            className="min-w-8 rounded-sm px-2.5 max-[1440px]:px-2 text-muted text-sm transition-colors hover:text-ink disabled:opacity-40 data-[state=on]:bg-hover data-[state=on]:font-medium data-[state=on]:text-ink"
          >
            {option.label}
          </ToggleGroup.Item>
        )
        return option.tip ? (
          <Tip key={option.value} text={option.tip} shortcut={option.shortcut}>
            {/* The tip sets data-state on its own child; the item keeps its own. */}
            <span className="flex">{item}</span>
          </Tip>
        ) : (
          item
        )
      })}
    </ToggleGroup.Root>
  )
}
