import type { TextSpan } from '../language/language.ts'

/** What is told of a name or a call: its type, the part that matters now in another colour, and what was written about it. */
export function factsElement(signature: string, docs: string, active?: TextSpan): HTMLElement {
  const facts = document.createElement('div')
  facts.className = 'cm-facts'
  const head = facts.appendChild(document.createElement('div'))
  head.className = 'cm-facts-signature'
  if (active && active.to > active.from) {
    const part = document.createElement('span')
    part.className = 'cm-facts-active'
    part.textContent = signature.slice(active.from, active.to)
    head.append(signature.slice(0, active.from), part, signature.slice(active.to))
  } else head.textContent = signature
  if (docs !== '') {
    const told = facts.appendChild(document.createElement('div'))
    told.className = 'cm-facts-docs'
    told.textContent = docs
  }
  return facts
}
