/** A piece of a line: words, code, or words that are on a button or a tab. */
export interface Run {
  readonly kind: 'words' | 'code' | 'label'
  readonly text: string
  /** Which piece of its line it is, from 0. */
  readonly at: number
}

/** A part of a page. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'item'; readonly runs: readonly Run[] }

/**
 * The parts of a page of docs/, of the Markdown that those pages use: no tables, no lists in lists. Pictures of the
 * window are left out: who reads it there has it before them.
 */
export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = []
  let code: { language: string; lines: string[] } | undefined
  for (const line of page.split('\n')) {
    if (code) {
      if (line === '```') {
        blocks.push({ kind: 'code', language: code.language, text: code.lines.join('\n') })
        code = undefined
      } else code.lines.push(line)
    } else if (line.startsWith('```')) code = { language: line.slice(3), lines: [] }
    else if (line.startsWith('#')) blocks.push({ kind: 'heading', text: line.replace(/^#+ /, '') })
    else if (line.startsWith('- ')) blocks.push({ kind: 'item', runs: runsOf(line.slice(2)) })
    else if (line !== '' && !line.startsWith('![')) blocks.push({ kind: 'paragraph', runs: runsOf(line) })
  }
  return blocks
}

/** Links to other pages are told by their names: the window does not have them. */
function runsOf(line: string): readonly Run[] {
  return line
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .split(/(`[^`]+`|\b_[^_]+_\b)/)
    .filter((part) => part !== '')
    .map((part, at) => {
      if (part.startsWith('`')) return { kind: 'code', text: part.slice(1, -1), at }
      if (part.startsWith('_')) return { kind: 'label', text: part.slice(1, -1), at }
      return { kind: 'words', text: part, at }
    })
}
