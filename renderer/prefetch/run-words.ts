import type { ReadinessState, RunOutcome, RunRecord } from '#shared/prefetch/run.ts'
import { formatCount } from '../charts/prices.ts'
import { counted } from './plan-words.ts'

/** What a cell of the board says, beside its colour. */
export const stateWords: Readonly<Record<ReadinessState, string>> = {
  queued: 'queued',
  fetching: 'fetching',
  complete: '✓',
  filled: 'filled',
  gaps: 'gaps',
  failed: 'failed',
}

export const outcomeWords: Readonly<Record<RunOutcome, string>> = {
  running: 'running',
  done: 'ready',
  partial: 'partly ready',
  failed: 'failed',
  cancelled: 'cancelled',
  skipped: 'skipped',
  interrupted: 'interrupted',
}

/** Colours of outcomes; the words stand beside them always. */
export const outcomeColors: Readonly<Record<RunOutcome, string>> = {
  running: 'var(--color-accent)',
  done: 'var(--color-up)',
  partial: 'var(--color-missing)',
  failed: 'var(--color-down)',
  cancelled: 'var(--color-edge)',
  skipped: 'var(--color-edge)',
  interrupted: 'var(--color-warn)',
}

/** "3,900 bars, 12 of 14 missing minutes filled, 2 errors" of a run. */
export function yieldWords({ bars, gaps, filled, errors }: RunRecord): string {
  const parts = [counted(bars, 'bar')]
  if (gaps > 0) parts.push(`${formatCount(filled)} of ${counted(gaps, 'missing minute')} filled`)
  if (errors.length > 0) parts.push(counted(errors.length, 'error'))
  return parts.join(', ')
}
