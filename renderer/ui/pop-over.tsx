import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { returnFocusFromDialog, returnFocusToKeyboard } from './input-mode.ts'

/** A small panel that opens beside its trigger; `hasCommand` when a key or a command opens it too. */
export function PopOver({
  trigger,
  label,
  open,
  onOpenChange,
  align = 'start',
  hasCommand = false,
  children,
}: {
  trigger: ReactNode
  label: string
  open: boolean
  onOpenChange: (open: boolean) => void
  align?: 'start' | 'center' | 'end'
  hasCommand?: boolean
  children: ReactNode
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={focusChosen}
          onCloseAutoFocus={hasCommand ? returnFocusFromDialog : returnFocusToKeyboard}
          className="z-40 animate-appear rounded-lg border border-edge bg-panel shadow-2xl shadow-black/60 outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The thing that is chosen now gets the focus, not the first button that happens to be there. */
function focusChosen(event: Event): void {
  const panel = event.currentTarget
  if (!(panel instanceof HTMLElement)) return
  event.preventDefault()
  const chosen = panel.querySelector<HTMLElement>('[data-chosen=true]') ?? panel
  chosen.focus()
}
