import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state'
import { EditorView, keymap, showTooltip, type Tooltip, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { languageClient } from '../language/language-thread.ts'
import { factsElement } from './facts.ts'
import { isInCall } from './in-call.ts'
import { isScript } from './script.ts'

/** After the last key; it must not flicker while a word is typed. */
const delayMs = 120

const show = StateEffect.define<Tooltip | null>()

const shown = StateField.define<Tooltip | null>({
  create: () => null,
  update(tooltip, { effects, changes }) {
    for (const effect of effects) if (effect.is(show)) return effect.value
    return tooltip && { ...tooltip, pos: changes.mapPos(tooltip.pos) }
  },
  provide: (field) => showTooltip.from(field),
})

/** Shows the parameters of the function whose call is being written. */
export function tellingCalls(): Extension {
  return [
    shown,
    ViewPlugin.fromClass(CallAsker),
    EditorView.domEventHandlers({ blur: (_, view) => void hide(view) }),
    keymap.of([
      {
        key: 'Escape',
        run: hide,
      },
    ]),
  ]
}

function hide(view: EditorView): boolean {
  if (!view.state.field(shown)) return false
  view.dispatch({ effects: show.of(null) })
  return true
}

class CallAsker {
  readonly #view: EditorView
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(view: EditorView) {
    this.#view = view
  }

  update({ docChanged, selectionSet, state }: ViewUpdate): void {
    // Moving about opens nothing; it follows what is open.
    if (!docChanged && !(selectionSet && state.field(shown))) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#ask(), delayMs)
  }

  destroy(): void {
    clearTimeout(this.#timer)
  }

  async #ask(): Promise<void> {
    const { state } = this.#view
    const call = isInCall(state) ? await askAbout(state) : undefined
    if (this.#view.state.doc !== state.doc || !this.#view.hasFocus) return
    const tooltip = call && {
      pos: state.selection.main.head,
      above: true,
      create: () => ({ dom: factsElement(call.signature, call.docs, call.active) }),
    }
    if (!tooltip && !this.#view.state.field(shown)) return
    this.#view.dispatch({ effects: show.of(tooltip ?? null) })
  }
}

function askAbout(state: EditorState) {
  const question = { text: state.doc.toString(), isScript: state.facet(isScript) }
  return languageClient().ask({ ...question, ask: 'call', at: state.selection.main.head })
}
