import { useEffect } from 'react'
import { formatBytes } from '../charts/prices.ts'
import { tell } from '../stores/toasts.ts'
import { openSessionFileText } from './open-session-file.ts'

/** No session file is as long. */
const mostBytes = 1024 * 1024

/** Opens a session file that is dropped on the window, wherever on it. */
export function useDroppedFiles(): void {
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    }
    const drop = (event: DragEvent): void => {
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      openDropped(files)
    }
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
    }
  }, [])
}

function openDropped(files: readonly File[]): void {
  const [file] = files
  if (!file) return
  const refusal = refusalOf(file, files.length)
  if (refusal) tell('warning', refusal)
  else void openSessionFileText(file.name, () => file.text())
}

function refusalOf({ name, size }: File, dropped: number): string | undefined {
  if (dropped > 1) return 'Drop one session file at a time.'
  if (!name.toLowerCase().endsWith('.json')) return `${name} is no session file; those end with .json.`
  if (size > mostBytes) return `${name} has ${formatBytes(size)}; that is too large for a session file.`
  return undefined
}
