import { engine } from '../engine/link.ts'
import { changeDocument, openDocument, useStrategies } from '../stores/strategies.ts'
import { attempt } from '../stores/toasts.ts'
import {
  fileText,
  isUnsaved,
  type StrategyDocument,
  withFound,
  withOutsideTaken,
  withoutFile,
  withSaved,
  withText,
} from './documents.ts'
import { keepUnsaved } from './unsaved.ts'
import { loadVersions } from './versions.ts'

/** Takes over what was typed. */
export function typeText(id: string, text: string): void {
  changeDocument(id, (document) => (document.isBuiltIn ? document : withText(document, text)))
  noteUnsaved(id)
}

/** Writes the shown text to its file; answers whether the file holds it now. Of an unchanged one nothing is written. */
export async function saveOpen(): Promise<boolean> {
  const document = openDocument(useStrategies.getState())
  if (!document || document.isBuiltIn) return false
  if (!isUnsaved(document)) return true
  if (document.outside) return false
  return save(document, document.base.hash)
}

/** Writes the shown text over whatever the file holds; that text is kept among the versions. */
export async function saveOver(): Promise<boolean> {
  const document = openDocument(useStrategies.getState())
  return document && !document.isBuiltIn ? save(document, null) : false
}

/** Shows what the file holds in place of what was typed. */
export function takeOutside(): void {
  const { open } = useStrategies.getState()
  if (open === undefined) return
  changeDocument(open, withOutsideTaken)
  noteUnsaved(open)
}

async function save(document: StrategyDocument, base: string | null): Promise<boolean> {
  const { id, text } = document
  const saved = await attempt(async () =>
    engine().call('strategies.save', { id, text: fileText(document, text), base }),
  )
  if (!saved) return false
  switch (saved.outcome) {
    case 'saved':
      changeDocument(id, (now) => withSaved(now, text, saved.hash))
      noteUnsaved(id)
      if (useStrategies.getState().panel.kind === 'versions') void loadVersions()
      return true
    case 'changed-outside':
      changeDocument(id, (now) => withFound(now, saved))
      return false
    case 'gone':
      changeDocument(id, withoutFile)
      return false
  }
}

/** Keeps what is not saved of a document, or forgets what was kept of it. */
function noteUnsaved(id: string): void {
  const document = useStrategies.getState().documents.get(id)
  if (!document) return
  const { text, base } = document
  keepUnsaved(id, isUnsaved(document) ? { text, base: base.hash } : undefined)
}
