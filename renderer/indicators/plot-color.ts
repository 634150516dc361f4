/** The colour of an indicator as the style sheet has it; colours are counted from 0. */
export function plotColor(color: number): string {
  return `var(--color-plot-${color + 1})`
}

/** Names of the colours, for who does not see them. */
export const plotColorNames = ['blue', 'yellow', 'pink', 'green', 'white', 'peach'] as const
