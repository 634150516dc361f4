let mode: 'pointer' | 'keyboard' = 'keyboard'
/** What had the focus last, outside of what lies over the window. */
let lastFocused: HTMLElement | undefined

window.addEventListener('pointerdown', notePointer, { capture: true })
window.addEventListener('keydown', () => (mode = 'keyboard'), { capture: true })
window.addEventListener('focusin', noteFocus, { capture: true })

function notePointer(): void {
  mode = 'pointer'
  lastFocused = undefined
}

function noteFocus({ target }: FocusEvent): void {
  if (target instanceof HTMLElement && !target.closest('[role=dialog], [role=menu]')) lastFocused = target
}

/**
 * For what closes by itself: who works with the pointer keeps the keyboard free for the window's shortcuts,
 * who works with the keyboard gets the focus back to where it was.
 */
export function returnFocusToKeyboard(event: Event): void {
  if (mode === 'pointer') event.preventDefault()
}

/** The same for a dialog, which was opened by a key or a command rather than by a button of its own. */
export function returnFocusFromDialog(event: Event): void {
  event.preventDefault()
  if (mode === 'keyboard' && lastFocused?.isConnected) lastFocused.focus()
}

/** For a button that is pressed with the pointer: the focus stays where it was, so that Space goes on to play and pause. */
export function keepFocus(event: { preventDefault: () => void }): void {
  event.preventDefault()
}
