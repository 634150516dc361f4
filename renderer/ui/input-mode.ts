let mode: 'pointer' | 'keyboard' = 'keyboard'

window.addEventListener('pointerdown', () => (mode = 'pointer'), { capture: true })
window.addEventListener('keydown', () => (mode = 'keyboard'), { capture: true })

/**
 * For what closes by itself: who works with the pointer keeps the keyboard free for the window's shortcuts,
 * who works with the keyboard gets the focus back to where it was.
 */
export function returnFocusToKeyboard(event: Event): void {
  if (mode === 'pointer') event.preventDefault()
}

/** For a button that is pressed with the pointer: the focus stays where it was, so that Space goes on to play and pause. */
export function keepFocus(event: { preventDefault: () => void }): void {
  event.preventDefault()
}
