import type { EditorState } from '@codemirror/state'

/** A call whose parentheses are further apart is not helped with. */
const farthest = 2000

/**
 * Whether a parenthesis is open before the cursor; the compiler knows more, and is asked then. What stands on lines of
 * its own between braces is a body, of a function or of a whole strategy: there the call around it is no longer written.
 */
export function isInCall({ doc, selection }: EditorState): boolean {
  const { head, empty } = selection.main
  if (!empty) return false
  const before = doc.sliceString(Math.max(0, head - farthest), head)
  let [round, curly] = [0, 0]
  let isOtherLine = false
  for (let index = before.length - 1; index >= 0; index--) {
    const sign = before[index]
    if (sign === '\n') isOtherLine = true
    else if (sign === ')') round++
    else if (sign === '}') curly++
    else if (sign === '(' && round-- === 0) return true
    else if (sign === '{' && curly > 0) curly--
    else if (sign === '{' && isOtherLine) return false
  }
  return false
}
