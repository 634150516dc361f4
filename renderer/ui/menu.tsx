import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'
import { returnFocusToKeyboard } from './input-mode.ts'
import { Keys } from './keys.tsx'

/** The look of an item, of this menu and of others. */
export const menuItem =
  'flex h-7 items-center gap-2 rounded-sm px-2 text-sm outline-none select-none data-[disabled]:text-faint data-[disabled]:opacity-60 data-[highlighted]:bg-hover'

/** The look of the panel that items stand on. */
export const menuPanel =
  'z-50 min-w-44 max-w-80 animate-appear rounded-md border border-edge bg-panel p-1 shadow-black/50 shadow-xl'

/** A menu that opens from `trigger`. */
export function Menu({
  trigger,
  label,
  align = 'start',
  side = 'bottom',
  children,
}: {
  trigger: ReactNode
  label: string
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom'
  children: ReactNode
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={returnFocusToKeyboard}
          className={menuPanel}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

export function MenuItem({
  onSelect,
  shortcut,
  disabled,
  danger,
  children,
}: {
  onSelect: () => void
  shortcut?: string
  disabled?: boolean
  danger?: boolean
  children: ReactNode
}) {
  return (
    <DropdownMenu.Item
      className={classes(menuItem, danger && 'text-down')}
      disabled={disabled ?? false}
      onSelect={onSelect}
    >
      <span className="flex flex-1 items-center gap-2">{children}</span>
      {shortcut && <Keys keys={shortcut} />}
    </DropdownMenu.Item>
  )
}

interface MenuOption {
  readonly value: string
  readonly label: ReactNode
  readonly note?: ReactNode
}

/** Choices of which one holds. `rest` goes to the element of an option, e.g. what it needs to be dragged. */
export function MenuChoices<T extends MenuOption>({
  value,
  onChange,
  options,
  rest,
}: {
  value: string
  onChange: (value: string) => void
  options: readonly T[]
  rest?: (option: T, index: number) => Omit<ComponentProps<typeof DropdownMenu.RadioItem>, 'value'>
}) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={onChange}>
      {options.map((option, index) => {
        const { className, ...others } = rest?.(option, index) ?? {}
        return (
          <DropdownMenu.RadioItem
            key={option.value}
            value={option.value}
            className={classes(menuItem, className)}
            {...others}
          >
            <span className="flex w-4 justify-center">
              <DropdownMenu.ItemIndicator>
                <Check className="size-3.5 text-accent" />
              </DropdownMenu.ItemIndicator>
            </span>
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.note !== undefined && <span className="pl-4 text-muted text-xs">{option.note}</span>}
          </DropdownMenu.RadioItem>
        )
      })}
    </DropdownMenu.RadioGroup>
  )
}

export function MenuLine() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />
}
