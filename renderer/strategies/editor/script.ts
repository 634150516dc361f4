import { Facet } from '@codemirror/state'

/** Whether a text is JavaScript; else it is TypeScript. */
export const isScript = Facet.define<boolean, boolean>({ combine: ([first]) => first ?? false })
