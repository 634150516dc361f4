import { javascript } from '@codemirror/lang-javascript'
import { unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { codeLook } from './look.ts'

/** Shows in an element how a text differs from an earlier one; answers with what ends it. */
export function showDifference(parent: HTMLElement, earlier: string, now: string): () => void {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: now,
      extensions: [
        lineNumbers(),
        javascript({ typescript: true }),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ 'aria-label': 'Difference', tabindex: '0' }),
        unifiedMergeView({
          original: earlier,
          mergeControls: false,
          collapseUnchanged: { margin: 3, minSize: 6 },
        }),
        codeLook,
      ],
    }),
  })
  return () => view.destroy()
}
