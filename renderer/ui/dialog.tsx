import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { returnFocusFromDialog } from './input-mode.ts'

/** A dialog over the window, closed with Escape or a click beside it. */
export function Dialog({
  title,
  description,
  open,
  onClose,
  onClosed,
  wide,
  children,
}: {
  title: string
  description?: string
  open: boolean
  onClose: () => void
  /** Puts the focus where it belongs after it closed; back to where it was when left out. */
  onClosed?: () => void
  wide?: boolean
  children: ReactNode
}) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-canvas/70" />
        <Radix.Content
          onOpenAutoFocus={focusItself}
          onCloseAutoFocus={(event) => {
            if (!onClosed) return returnFocusFromDialog(event)
            event.preventDefault()
            onClosed()
          }}
          {...(!description && { 'aria-describedby': undefined })}
          className={classes(
            'fixed top-[12%] left-1/2 z-40 flex max-h-[76vh] -translate-x-1/2 animate-appear flex-col rounded-lg border border-edge bg-panel shadow-2xl shadow-black/60 outline-none',
            wide ? 'w-[44rem]' : 'w-[27rem]',
          )}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
            <div>
              <Radix.Title className="font-semibold text-base text-ink">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-muted text-sm">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close
              aria-label="Close"
              className="-mt-1 -mr-2 flex size-8 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink"
            >
              <X className="size-4" aria-hidden="true" />
            </Radix.Close>
          </header>
          <div className="-mt-1 min-h-0 scroll-pb-20 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Where nothing inside asked for the focus: not on the close button, which would seem to be the thing to do. */
function focusItself(event: Event): void {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}
