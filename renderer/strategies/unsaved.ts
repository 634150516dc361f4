import { z } from 'zod'
import type { Unsaved } from './documents.ts'

const key = 'tapedeck.unsaved-strategies'
/** The storage of a window holds a few million characters; longer texts are kept by saving them. */
const longestKept = 300_000
const mostKept = 20
const kept = z.record(z.string(), z.object({ text: z.string(), base: z.string() }))

/** What was typed and not saved when the window was closed; nothing where that cannot be told. */
export function unsavedText(id: string): Unsaved | undefined {
  return readAll()[id]
}

/** Keeps a text until it is saved, so that nothing is lost with the window; undefined when there is nothing to keep. */
export function keepUnsaved(id: string, unsaved: Unsaved | undefined): void {
  const { [id]: before, ...others } = readAll()
  if (!unsaved && !before) return
  const isShort = unsaved !== undefined && unsaved.text.length <= longestKept
  const entries = Object.entries(others).slice(isShort ? 1 - mostKept : -mostKept)
  try {
    localStorage.setItem(
      key,
      JSON.stringify({ ...Object.fromEntries(entries), ...(isShort && { [id]: unsaved }) }),
    )
  } catch {
    // A full storage keeps what it has; the text is in the editor still.
  }
}

function readAll(): Readonly<Record<string, Unsaved>> {
  try {
    return kept.parse(JSON.parse(localStorage.getItem(key) ?? '{}'))
  } catch {
    return {}
  }
}
