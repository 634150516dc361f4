import { Tooltip } from 'radix-ui'
import type { ReactNode } from 'react'
import { Keys } from './keys.tsx'

/** Says in a few words what the thing under the pointer is, with its shortcut. */
export function Tip({
  text,
  shortcut,
  side = 'bottom',
  children,
}: {
  text: ReactNode
  shortcut?: string | undefined
  side?: 'top' | 'bottom' | 'left' | 'right'
  children: ReactNode
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 animate-appear items-center gap-2 rounded-md border border-edge bg-raised px-2.5 py-1.5 text-ink text-xs shadow-lg shadow-black/40"
        >
          {text}
          {shortcut && <Keys keys={shortcut} />}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
