import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension, Prec } from '@codemirror/state'
import {
  crosshairCursor,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from '@codemirror/view'
import type { StrategyFault, TextProblem } from '../../stores/strategies.ts'
import type { StrategyDocument } from '../documents.ts'
import { tellingCalls } from './calls.ts'
import { suggesting } from './completion.ts'
import { showingFaults, takeFaults } from './faults.ts'
import { tellingNames } from './hover.ts'
import { codeLook } from './look.ts'
import { isScript } from './script.ts'

/** Texts whose undo and cursor are kept. */
const mostKept = 20

/** What the editor tells. */
export interface CodeEditorNews {
  /** A text was typed. */
  typed(id: string, text: string): void
  /** What is wrong with the text that is shown. */
  found(problems: readonly TextProblem[]): void
  save(): void
  run(): void
}

/** The one editor of texts. It keeps the undo and the cursor of each text, also while it is not on the screen. */
export class CodeEditor {
  readonly #news: CodeEditorNews
  readonly #view: EditorView
  /** Those shown last at the end. */
  readonly #states = new Map<string, EditorState>()
  #shown: string | undefined

  constructor(news: CodeEditorNews) {
    this.#news = news
    this.#view = new EditorView({ state: EditorState.create() })
  }

  /** Puts the editor into an element; answers with what takes it out again. */
  attach(parent: HTMLElement): () => void {
    parent.append(this.#view.dom)
    this.#view.requestMeasure()
    return () => this.#view.dom.remove()
  }

  /** Shows a text. Where it is another than the editor has of it, the change can be undone. */
  show(document: StrategyDocument): void {
    if (this.#shown !== document.id) this.#turnTo(document)
    if (this.#view.state.doc.toString() === document.text) return
    this.#view.dispatch({ changes: changeTo(this.#view.state.doc.toString(), document.text) })
  }

  setFaults(faults: readonly StrategyFault[]): void {
    this.#view.dispatch({ effects: takeFaults.of(faults) })
  }

  /** Goes to a place of the text that is shown, both counted from 1. */
  goTo(line: number, column: number): void {
    const { doc } = this.#view.state
    const place = doc.line(Math.min(Math.max(line, 1), doc.lines))
    const anchor = Math.min(place.from + column - 1, place.to)
    this.#view.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
    })
    this.#view.focus()
  }

  focus(): void {
    this.#view.focus()
  }

  #turnTo(document: StrategyDocument): void {
    if (this.#shown !== undefined) this.#keep(this.#shown)
    this.#shown = undefined
    this.#view.setState(this.#states.get(document.id) ?? this.#begin(document))
    this.#shown = document.id
  }

  #keep(id: string): void {
    this.#states.delete(id)
    this.#states.set(id, this.#view.state)
    for (const oldest of this.#states.keys()) {
      if (this.#states.size <= mostKept) break
      this.#states.delete(oldest)
    }
  }

  #begin({ id, text, isBuiltIn }: StrategyDocument): EditorState {
    return EditorState.create({ doc: text, extensions: [this.#extensions(id, isBuiltIn)] })
  }

  #extensions(id: string, isBuiltIn: boolean): Extension {
    const isPlain = /\.m?js$/i.test(id)
    return [
      Prec.highest(
        keymap.of([
          { key: 'Mod-s', preventDefault: true, run: () => this.#tell(this.#news.save) },
          { key: 'Mod-Enter', preventDefault: true, run: () => this.#tell(this.#news.run) },
        ]),
      ),
      isScript.of(isPlain),
      javascript({ typescript: !isPlain }),
      lineNumbers(),
      foldGutter({ openText: '⌄', closedText: '›' }),
      history(),
      drawSelection(),
      dropCursor(),
      rectangularSelection(),
      crosshairCursor(),
      highlightSpecialChars(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      indentOnInput(),
      indentUnit.of('  '),
      EditorState.tabSize.of(2),
      EditorState.readOnly.of(isBuiltIn),
      bracketMatching(),
      closeBrackets(),
      suggesting(),
      tellingNames(),
      tellingCalls(),
      showingFaults((problems) => this.#shown === id && this.#news.found(problems)),
      codeLook,
      EditorView.contentAttributes.of({ 'aria-label': 'Text of the strategy', spellcheck: 'false' }),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged && this.#shown === id) this.#news.typed(id, state.doc.toString())
      }),
      keymap.of([
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...lintKeymap,
        ...defaultKeymap,
        indentWithTab,
      ]),
    ]
  }

  #tell(news: () => void): boolean {
    news()
    return true
  }
}

/** The smallest change that makes one text of another, so that the cursor stays where it can. */
function changeTo(before: string, after: string): { from: number; to: number; insert: string } {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  let end = 0
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) }
}
