import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import { isInCall } from './in-call.ts'

test.each([
  ['order(|', true],
  ['order(a, other(b), |', true],
  ['order(a)|', false],
  ['order({ symbol, side: |', true],
  ['order({ symbol, at: { a: 1 }, |', true],
  ['order(\n  |', true],
  ['defineStrategy({\n  params: |', false],
  ['defineStrategy({\n  onBar(ctx) {\n    if (a) { b() }\n    |', false],
  ['defineStrategy({\n  onBar(ctx) {\n    ctx.order({ symbol, |', true],
  ['defineStrategy({\n  a: { b: 1 },\n}, |', true],
])('%j is in a call: %s', (text, isIn) => {
  const head = text.indexOf('|')
  const state = EditorState.create({ doc: text.replace('|', ''), selection: { anchor: head } })
  expect(isInCall(state)).toBe(isIn)
})
