import type { Extension } from '@codemirror/state'
import { hoverTooltip } from '@codemirror/view'
import { languageClient } from '../language/language-thread.ts'
import { factsElement } from './facts.ts'
import { isScript } from './script.ts'

/** Tells the type and the docs of the name under the pointer. */
export function tellingNames(): Extension {
  return hoverTooltip(async ({ state }, at) => {
    const question = { text: state.doc.toString(), isScript: state.facet(isScript) }
    const told = await languageClient().ask({ ...question, ask: 'hover', at })
    if (!told) return null
    return {
      pos: told.from,
      end: told.to,
      above: true,
      create: () => ({ dom: factsElement(told.signature, told.docs) }),
    }
  })
}
