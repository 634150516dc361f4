const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

/** When a person did something, by the clock of this computer. */
export function timeText(at: number): string {
  return format.format(at)
}
