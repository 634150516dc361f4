import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
} from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import type { Suggestion } from '../language/language.ts'
import { languageClient } from '../language/language-thread.ts'
import { factsElement } from './facts.ts'
import { isScript } from './script.ts'

/** Suggests what may stand where something is typed, with what was written about it. */
export function suggesting(): Extension {
  return autocompletion({
    override: [suggest],
    icons: true,
    maxRenderedOptions: 80,
    activateOnTypingDelay: 60,
  })
}

async function suggest(context: CompletionContext): Promise<CompletionResult | null> {
  const { state, pos, explicit } = context
  if (!explicit && !context.matchBefore(/[\w$]$|\.$|['"]$/)) return null
  const text = state.doc.toString()
  const question = { text, isScript: state.facet(isScript) }
  const found = await languageClient().ask({ ...question, ask: 'suggestions', at: pos })
  if (!found || context.aborted || found.names.length === 0) return null
  return {
    from: found.from,
    options: found.names.map((name) => completionOf(name, question, pos)),
    validFor: /^[\w$]*$/,
  }
}

function completionOf(
  { name, kind, order, source }: Suggestion,
  question: { readonly text: string; readonly isScript: boolean },
  at: number,
): Completion {
  const facts = () => languageClient().ask({ ...question, ask: 'name', at, name, source })
  return {
    label: name,
    type: kind,
    sortText: `${order} ${name}`,
    ...(source !== undefined && { detail: `import from '${source}'` }),
    info: async () => {
      const told = await facts()
      return told ? factsElement(told.signature, told.docs) : null
    },
    ...(source !== undefined && {
      apply: (view: EditorView, _: Completion, from: number, to: number) => {
        view.dispatch(insertCompletionText(view.state, name, from, to))
        void addImport(view, facts())
      },
    }),
  }
}

/** Adds what a name needs beside itself, an import at the top of the text, unless the text went elsewhere meanwhile. */
async function addImport(
  view: EditorView,
  asked: Promise<{ readonly changes: readonly { from: number; to: number; insert: string }[] } | undefined>,
): Promise<void> {
  const state = view.state
  const told = await asked
  if (!told || view.state !== state) return
  view.dispatch({ changes: told.changes, userEvent: 'input.complete' })
}
