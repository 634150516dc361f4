/** A text that is open in the editor. Its lines end with \n, whatever those of its file end with. */
export interface StrategyDocument {
  readonly id: string
  /** Comes with the program: to be read and copied. */
  readonly isBuiltIn: boolean
  readonly text: string
  /** What the file holds as far as is known: the text that a change was begun on. */
  readonly base: Known
  readonly lineEnd: '\n' | '\r\n'
  /** What became of the file meanwhile, while there is a text here that is not saved. */
  readonly outside: Outside | undefined
}

/** A text as the engine told it, and what says which it is. */
export interface Known {
  readonly text: string
  readonly hash: string
}

export type Outside = ({ readonly kind: 'changed' } & Known) | { readonly kind: 'gone' }

/** A text that was typed and not saved. */
export interface Unsaved {
  readonly text: string
  /** Of the text it was begun on. */
  readonly base: string
}

/** A document as it is opened: with what was typed before and not saved, where there is such. */
export function openedDocument(
  id: string,
  isBuiltIn: boolean,
  read: Known,
  unsaved?: Unsaved,
): StrategyDocument {
  const document = { id, isBuiltIn, lineEnd: lineEndOf(read.text), outside: undefined }
  const now = plain(read)
  if (!unsaved || isBuiltIn || unsaved.text === now.text) return { ...document, text: now.text, base: now }
  if (unsaved.base === read.hash) return { ...document, text: unsaved.text, base: now }
  return {
    ...document,
    text: unsaved.text,
    base: { text: now.text, hash: unsaved.base },
    outside: { kind: 'changed', ...now },
  }
}

/** Whether there is anything that the file does not hold. */
export function isUnsaved({ text, base, outside }: StrategyDocument): boolean {
  return outside !== undefined || text !== base.text
}

export function withText(document: StrategyDocument, text: string): StrategyDocument {
  return { ...document, text }
}

/** After `text` was written to the file, which then had the hash. What was typed meanwhile stays. */
export function withSaved(document: StrategyDocument, text: string, hash: string): StrategyDocument {
  return { ...document, base: { text, hash }, outside: undefined }
}

/**
 * After the file was found with a text: that one is shown where nothing was typed, and told of where something was.
 * The same document where nothing changed.
 */
export function withFound(document: StrategyDocument, found: Known): StrategyDocument {
  if (found.hash === document.base.hash)
    return document.outside ? { ...document, outside: undefined } : document
  const now = plain(found)
  if (now.text === document.text) return { ...document, base: now, outside: undefined }
  if (document.text === document.base.text && !document.outside)
    return { ...document, text: now.text, base: now, lineEnd: lineEndOf(found.text) }
  return { ...document, outside: { kind: 'changed', ...now } }
}

/** After the file was not found. */
export function withoutFile(document: StrategyDocument): StrategyDocument {
  return { ...document, outside: { kind: 'gone' } }
}

/** The text of the file in place of what was typed. */
export function withOutsideTaken(document: StrategyDocument): StrategyDocument {
  const { outside } = document
  if (outside?.kind !== 'changed') return document
  const { text, hash } = outside
  return { ...document, text, base: { text, hash }, outside: undefined }
}

/** What is written to the file. */
export function fileText({ lineEnd }: StrategyDocument, text: string): string {
  return lineEnd === '\n' ? text : text.replaceAll('\n', lineEnd)
}

function plain({ text, hash }: Known): Known {
  return { text: text.replace(/\r\n?/g, '\n'), hash }
}

function lineEndOf(text: string): '\n' | '\r\n' {
  return text.includes('\r\n') ? '\r\n' : '\n'
}
