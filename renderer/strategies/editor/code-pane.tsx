import { useEffect, useRef } from 'react'
import { useBacktest } from '../../stores/backtest.ts'
import { type StrategyFault, type TextProblem, useStrategies } from '../../stores/strategies.ts'
import type { StrategyDocument } from '../documents.ts'
import { typeText } from '../edit-strategy.ts'
import { faultsOf } from '../faults-of.ts'
import { type RunStrategy, saveAndMaybeRun, saveAndRun } from '../run-strategy.ts'
import { CodeEditor } from './code-editor.ts'

let editor: CodeEditor | undefined
let runner: RunStrategy | undefined

/** One editor for the life of the window: a text keeps its undo and its cursor when another view is shown. */
function theEditor(): CodeEditor {
  editor ??= new CodeEditor({
    typed: typeText,
    found: (problems: readonly TextProblem[]) => useStrategies.setState({ problems }),
    save: () => void saveAndMaybeRun(runner),
    run: () => void saveAndRun(runner),
  })
  return editor
}

/** The text of a strategy, to be edited. */
export function CodePane({
  document,
  onRun,
}: {
  document: StrategyDocument
  onRun: RunStrategy | undefined
}) {
  const place = useRef<HTMLDivElement>(null)
  const wanted = useStrategies((state) => state.place)
  const list = useBacktest((state) => state.strategies)
  const runFaults = useStrategies((state) => state.runFaults)
  useEffect(() => (place.current ? theEditor().attach(place.current) : undefined), [])
  useEffect(() => {
    runner = onRun
  }, [onRun])
  useEffect(() => {
    theEditor().show(document)
  }, [document])
  const { id, base } = document
  useEffect(() => {
    const faults: readonly StrategyFault[] = faultsOf(id, base.text, list, runFaults)
    theEditor().setFaults(faults)
  }, [id, base, list, runFaults])
  useEffect(() => {
    if (wanted?.id !== id) return
    theEditor().goTo(wanted.line, wanted.column)
    useStrategies.setState({ place: undefined })
  }, [wanted, id])
  return <div ref={place} className="min-h-0 flex-1 overflow-hidden" data-testid="strategy-text" />
}
