import { ContextMenu as Radix } from 'radix-ui'
import type { KeyboardEvent, MouseEvent, ReactElement, ReactNode } from 'react'
import { classes } from './classes.ts'
import { menuItem, menuPanel } from './menu.tsx'

/** A menu that opens on a right click, or on the menu key, where the thing under it is. */
export function ContextMenu({
  label,
  onOpen,
  onClosed,
  children,
  items,
}: {
  label: string
  /** Before it opens; it stays closed when the default is prevented. */
  onOpen: (event: MouseEvent) => void
  /** After it closed; the focus goes nowhere by itself. */
  onClosed: () => void
  children: ReactElement
  items: ReactNode
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild onContextMenu={onOpen} onKeyDown={openByKey}>
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onClosed()
          }}
          className={menuPanel}
        >
          {items}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The menu keys, wherever the system has its own idea of them: some give F10 to the menu bar first. */
function openByKey(event: KeyboardEvent): void {
  const isMenuKey = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
  if (!isMenuKey || !(event.target instanceof Element)) return
  event.preventDefault()
  const { left, bottom, width } = event.target.getBoundingClientRect()
  const place = { clientX: left + width / 2, clientY: bottom }
  event.target.dispatchEvent(
    new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...place }),
  )
}

export function ContextMenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <Radix.Item className={classes(menuItem)} onSelect={onSelect}>
      {children}
    </Radix.Item>
  )
}

export function ContextMenuLine() {
  return <Radix.Separator className="my-1 h-px bg-line" />
}

/** What the menu is about, or why there is nothing to choose. */
export function ContextMenuNote({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1 text-muted text-xs">{children}</Radix.Label>
}
