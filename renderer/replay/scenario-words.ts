import type { ScenarioName } from '#shared/scenarios/scenarios.ts'

/** The kinds of sessions by name, in the order in which they are offered. */
export const scenarioKinds: readonly { readonly kind: ScenarioName; readonly label: string }[] = [
  { kind: 'half-days', label: 'Half days' },
  { kind: 'clock-changes', label: 'Clocks changed' },
  { kind: 'random', label: 'Random' },
  { kind: 'volatile', label: 'Widest ranges' },
  { kind: 'worst-data', label: 'Poorest data' },
]

/** Why no session of a symbol is listed. */
export function whyNone(kind: ScenarioName, symbol: string): string {
  switch (kind) {
    case 'half-days':
      return `No stored session of ${symbol} closes early or opens late.`
    case 'clock-changes':
      return `No stored session of ${symbol} lies in the week after the clocks changed.`
    case 'worst-data':
      return `No stored session of ${symbol} has a minute without a bar.`
    case 'volatile':
    case 'random':
      return `${symbol} has no stored minutes.`
  }
}
