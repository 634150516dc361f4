import { useEffect } from 'react'
import { useView } from '../stores/view.ts'
import type { Command } from './commands/command.ts'
import { commands } from './commands/commands.ts'
import { matches } from './shortcut.ts'

/** Runs the command of a key wherever the focus is, unless what has the focus uses the key itself. */
export function useKeyboard(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const command = commandOf(event)
      if (!command || event.defaultPrevented || belongsToFocus(event)) return
      if (useView.getState().overlay && command.id !== 'palette') return
      event.preventDefault()
      if (!event.repeat || command.repeats) void command.run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** Of two with the same key, e.g. to save, the one that there is anything to do with now. */
function commandOf(event: KeyboardEvent): Command | undefined {
  return commands.find(
    ({ shortcut, available }) => shortcut !== undefined && matches(shortcut, event) && available(),
  )
}

/** Whether the focused element means something else by this key: text is typed, a menu walked, a button pressed. */
function belongsToFocus(event: KeyboardEvent): boolean {
  const { target } = event
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('input, textarea, select')) return !event.ctrlKey
  if (target.closest('[role=menu], [role=dialog], [role=grid]')) return !event.ctrlKey
  const byKeyboard = target.matches(':focus-visible')
  if (event.key === ' ' || event.key === 'Enter')
    return byKeyboard && !event.ctrlKey && target.matches('button, a, [role=option]')
  if (event.key.startsWith('Arrow'))
    return byKeyboard && target.closest('[role=group], [role=slider]') !== null
  if (event.key === 'Home' || event.key === 'End') return byKeyboard && target.matches('[role=slider]')
  return false
}
