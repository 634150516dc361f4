import { type Diagnostic, linter, lintGutter } from '@codemirror/lint'
import { type EditorState, type Extension, StateEffect, StateField, type Text } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import type { StrategyFault, TextProblem } from '../../stores/strategies.ts'
import { languageClient } from '../language/language-thread.ts'
import { isScript } from './script.ts'

/** After the last key. */
const delayMs = 300

/** Faults that the engine found in a text: they are shown while the text is that one. */
export const takeFaults = StateEffect.define<readonly StrategyFault[]>()

const engineFaults = StateField.define<readonly StrategyFault[]>({
  create: () => [],
  update(faults, { effects }) {
    for (const effect of effects) if (effect.is(takeFaults)) return effect.value
    return faults
  },
})

/** Shows what is wrong with the text under its place, as it is typed; `tell` hears all of it. */
export function showingFaults(tell: (problems: readonly TextProblem[]) => void): Extension {
  async function find(view: EditorView): Promise<readonly Diagnostic[]> {
    const { state } = view
    const text = state.doc.toString()
    const found = await languageClient().ask({ ask: 'faults', text, isScript: state.facet(isScript) })
    const ofEngine = state.field(engineFaults).filter((fault) => fault.text === text)
    const placed = ofEngine.filter(hasPlace).map((fault) => diagnosticOf(state.doc, fault))
    const length = state.doc.length
    const ofTypes = (found ?? []).map(({ from, to, ...rest }) => ({
      ...rest,
      from: Math.min(from, length),
      to: Math.min(to, length),
    }))
    const all = [...placed, ...ofTypes].sort((one, other) => one.from - other.from)
    const whole = ofEngine.filter((fault) => !hasPlace(fault)).map(problemWithoutPlace)
    if (view.state.doc === state.doc) tell([...whole, ...all.map((fault) => problemOf(state, fault))])
    return all
  }
  return [
    engineFaults,
    linter(find, {
      delay: delayMs,
      needsRefresh: ({ transactions }) =>
        transactions.some(({ effects }) => effects.some((effect) => effect.is(takeFaults))),
    }),
    lintGutter(),
  ]
}

type PlacedFault = StrategyFault & { readonly line: number }

function hasPlace(fault: StrategyFault): fault is PlacedFault {
  return fault.line !== undefined
}

function diagnosticOf(doc: Text, { message, line, column = 1 }: PlacedFault): Diagnostic {
  const place = doc.line(Math.min(Math.max(line, 1), doc.lines))
  const from = Math.min(place.from + column - 1, place.to)
  return { from, to: place.to, severity: 'error', message, source: 'run' }
}

function problemOf({ doc }: EditorState, { from, severity, message }: Diagnostic): TextProblem {
  const line = doc.lineAt(from)
  return {
    severity: severity === 'error' ? 'error' : 'warning',
    place: { line: line.number, column: from - line.from + 1 },
    message,
  }
}

/** What is wrong with a text as a whole, such as a loop that does not end, stands at none of its lines. */
function problemWithoutPlace({ message }: StrategyFault): TextProblem {
  return { severity: 'error', place: undefined, message }
}
