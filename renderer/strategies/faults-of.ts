import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import type { StrategyFault } from '../stores/strategies.ts'

/** What the engine found wrong with a text as it was saved: why it cannot run, or what its last run failed of. */
export function faultsOf(
  id: string,
  savedText: string,
  list: readonly ListedStrategy[] | undefined,
  runFaults: ReadonlyMap<string, StrategyFault>,
): readonly StrategyFault[] {
  const listed = list?.find((strategy) => strategy.id === id)
  const ofRun = runFaults.get(id)
  const fault = listed && plainLines(listed.text) === savedText ? listed.fault : undefined
  return [
    ...(fault ? [{ text: savedText, message: fault.message, line: fault.line, column: fault.column }] : []),
    // The same cause is not told twice.
    ...(ofRun && !fault ? [ofRun] : []),
  ]
}

function plainLines(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}
