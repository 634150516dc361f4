/** What a shortcut looks at in a key press. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/**
 * Whether a key press is the shortcut, written as it is shown: "Space", "Shift+→", "Ctrl+K", "+". A shortcut
 * that is a sign, such as "?" or "+", is met however the keyboard makes it.
 */
export function matches(shortcut: string, press: KeyPress): boolean {
  const parts = shortcut === '+' ? ['+'] : shortcut.split('+')
  const name = parts.at(-1) ?? ''
  const wants = (modifier: string): boolean => parts.slice(0, -1).includes(modifier)
  if (wants('Ctrl') !== (press.ctrlKey || press.metaKey) || wants('Alt') !== press.altKey) return false
  const isSign = name.length === 1 && name.toLowerCase() === name.toUpperCase() && !arrows.has(name)
  if (!isSign && wants('Shift') !== press.shiftKey) return false
  return keyNames(name).includes(press.key)
}

const arrows = new Map([
  ['←', 'ArrowLeft'],
  ['→', 'ArrowRight'],
  ['↑', 'ArrowUp'],
  ['↓', 'ArrowDown'],
])

function keyNames(name: string): readonly string[] {
  const arrow = arrows.get(name)
  if (arrow) return [arrow]
  if (name === 'Space') return [' ']
  if (name === 'Esc') return ['Escape']
  // "=" is where "+" is on many keyboards, without Shift.
  if (name === '+') return ['+', '=']
  if (name === '−') return ['-', '−']
  return [name, name.toLowerCase()]
}
