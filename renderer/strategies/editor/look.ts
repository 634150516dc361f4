import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** Colours of the design, by what they stand for in a text. A test looks at their contrast. */
export const inkOf = {
  text: 'color-ink',
  comment: 'color-muted',
  keyword: 'color-plot-1',
  quoted: 'color-plot-4',
  number: 'color-plot-6',
  type: 'color-plot-2',
  called: 'color-plot-3',
  lineNumber: 'color-faint',
} as const

function ink(name: keyof typeof inkOf): string {
  return `var(--${inkOf[name]})`
}

const highlighting = HighlightStyle.define([
  { tag: [tags.comment, tags.docComment], color: ink('comment'), fontStyle: 'italic' },
  { tag: [tags.keyword, tags.operatorKeyword, tags.self, tags.null, tags.bool], color: ink('keyword') },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: ink('quoted') },
  { tag: tags.number, color: ink('number') },
  { tag: [tags.typeName, tags.className, tags.namespace], color: ink('type') },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: ink('called') },
])

const look = EditorView.theme(
  {
    '&': { height: '100%', color: ink('text'), backgroundColor: 'var(--color-canvas)', fontSize: '13px' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': {
      fontFamily: 'var(--font-code)',
      lineHeight: '1.55',
    },
    '.cm-content': { caretColor: 'var(--color-accent)', padding: '8px 0', userSelect: 'text' },
    '.cm-cursor': { borderLeftColor: 'var(--color-accent)', borderLeftWidth: '2px' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'color-mix(in oklab, var(--color-recorded) 40%, transparent)',
    },
    '.cm-activeLine': { backgroundColor: 'color-mix(in oklab, var(--color-raised) 55%, transparent)' },
    '.cm-gutters': {
      backgroundColor: 'var(--color-canvas)',
      color: ink('lineNumber'),
      border: 'none',
      userSelect: 'none',
    },
    '.cm-activeLineGutter': { backgroundColor: 'transparent', color: ink('text') },
    '.cm-lineNumbers .cm-gutterElement': { padding: '0 10px 0 14px' },
    '&.cm-focused .cm-matchingBracket': {
      backgroundColor: 'var(--color-hover)',
      outline: '1px solid var(--color-edge)',
    },
    '.cm-searchMatch': { backgroundColor: 'color-mix(in oklab, var(--color-accent) 28%, transparent)' },
    '.cm-searchMatch-selected': {
      backgroundColor: 'color-mix(in oklab, var(--color-accent) 50%, transparent)',
    },
    '.cm-selectionMatch': { backgroundColor: 'var(--color-hover)' },
    '.cm-tooltip': {
      backgroundColor: 'var(--color-raised)',
      color: ink('text'),
      border: '1px solid var(--color-edge)',
      borderRadius: '6px',
      boxShadow: '0 8px 24px rgb(0 0 0 / 0.45)',
      zIndex: '30',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-code)', maxHeight: '18em' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px', lineHeight: '1.5' },
    '.cm-tooltip-autocomplete ul li[aria-selected]': {
      backgroundColor: 'var(--color-hover)',
      color: ink('text'),
    },
    '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--color-accent)', fontWeight: '600' },
    '.cm-completionIcon': { color: 'var(--color-muted)', opacity: '1', width: '1.4em' },
    '.cm-completionDetail': { color: 'var(--color-muted)', fontStyle: 'normal' },
    '.cm-tooltip.cm-completionInfo': { padding: '8px 10px', maxWidth: '380px' },
    '.cm-facts': { padding: '8px 10px', maxWidth: '520px', maxHeight: '16em', overflow: 'auto' },
    '.cm-completionInfo .cm-facts': { padding: '0' },
    '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '""', margin: '0' },
    '.cm-facts-signature': {
      fontFamily: 'var(--font-code)',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    },
    '.cm-facts-active': { color: 'var(--color-accent)', fontWeight: '600' },
    '.cm-facts-docs': {
      marginTop: '6px',
      paddingTop: '6px',
      borderTop: '1px solid var(--color-line)',
      color: 'var(--color-muted)',
      fontFamily: 'var(--font-sans)',
      whiteSpace: 'pre-wrap',
    },
    '.cm-diagnostic': {
      padding: '6px 10px',
      fontFamily: 'var(--font-sans)',
      maxWidth: '520px',
      whiteSpace: 'pre-wrap',
    },
    '.cm-diagnostic-error': { borderLeft: '3px solid var(--color-down)' },
    '.cm-diagnostic-warning': { borderLeft: '3px solid var(--color-warn)' },
    '.cm-lintRange': { backgroundImage: 'none', textDecorationSkipInk: 'none', textUnderlineOffset: '3px' },
    '.cm-lintRange-error': { textDecoration: 'underline wavy 1px var(--color-down)' },
    '.cm-lintRange-warning': { textDecoration: 'underline wavy 1px var(--color-warn)' },
    '.cm-lint-marker': { width: '0.9em', height: '0.9em' },
    '.cm-gutter-lint': { width: '1.2em' },
    '.cm-panels': { backgroundColor: 'var(--color-panel)', color: ink('text') },
    '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--color-line)' },
    '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--color-line)' },
    '.cm-panel.cm-search': { padding: '8px 12px', fontFamily: 'var(--font-sans)', fontSize: '12px' },
    '.cm-panel.cm-search [name=close]': { color: 'var(--color-muted)', fontSize: '18px', padding: '0 8px' },
    '.cm-textfield': {
      backgroundColor: 'var(--color-canvas)',
      color: ink('text'),
      border: '1px solid var(--color-line)',
      borderRadius: '6px',
      padding: '3px 8px',
      fontSize: '12px',
    },
    '.cm-button': {
      backgroundImage: 'none',
      backgroundColor: 'var(--color-raised)',
      color: ink('text'),
      border: '1px solid var(--color-line)',
      borderRadius: '6px',
      padding: '3px 10px',
      fontSize: '12px',
    },
    '.cm-button:active': { backgroundImage: 'none', backgroundColor: 'var(--color-hover)' },
    '.cm-changedLine': { backgroundColor: 'color-mix(in oklab, var(--color-up) 12%, transparent)' },
    '.cm-deletedChunk': { backgroundColor: 'color-mix(in oklab, var(--color-down) 12%, transparent)' },
    '.cm-changedText': { background: 'color-mix(in oklab, var(--color-up) 30%, transparent)' },
    '.cm-deletedChunk .cm-deletedText': {
      background: 'color-mix(in oklab, var(--color-down) 35%, transparent)',
      textDecoration: 'none',
    },
    '.cm-collapsedLines': {
      background: 'var(--color-panel)',
      color: 'var(--color-muted)',
      fontFamily: 'var(--font-sans)',
    },
  },
  { dark: true },
)

/** The look of a text: colours of the design, whatever shows it. */
export const codeLook: Extension = [look, syntaxHighlighting(highlighting)]
