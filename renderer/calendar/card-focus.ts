/** Goes from a day to the card about it: to its first button, else to the card itself. */
export function focusCard(): void {
  const card = document.querySelector<HTMLElement>('[data-calendar-card]')
  const first = card?.querySelector<HTMLElement>('button:not(:disabled)')
  ;(first ?? card)?.focus()
}

/** Goes back from the card to the chosen day. */
export function focusChosenDay(): void {
  document.querySelector<HTMLElement>('[data-day][tabindex="0"]')?.focus()
}
