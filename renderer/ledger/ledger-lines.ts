import type { FillRow, GapRow } from '#shared/protocol/ledger-calls.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { Stretch } from '../charts/slots.ts'
import { cutBy } from './gap-runs.ts'

/** A line of the ledger: minutes in a row that are missing, or that one source filled. */
export type LedgerLine =
  | {
      readonly kind: 'gap'
      readonly start: EpochMs
      readonly end: EpochMs
      readonly gap: GapRow
      /** What was filled of them later than the clock: as traded they are missing. */
      readonly later: readonly FillRow[]
    }
  | {
      readonly kind: 'filled'
      readonly start: EpochMs
      readonly end: EpochMs
      /** The requests that brought them, in order; none while that is not told. */
      readonly fills: readonly FillRow[]
      /** Whether their bars are on the chart: not where the clock was set back before they came. */
      readonly isThere: boolean
    }
type GapLine = Extract<LedgerLine, { kind: 'gap' }>
type FilledLine = Extract<LedgerLine, { kind: 'filled' }>

/** What the ledger told of the session, and for which clock. */
export interface ToldLedger {
  readonly gaps: readonly GapRow[]
  readonly fills: readonly FillRow[]
  readonly clock: EpochMs
}

/** What the chart has of the session at the clock. */
export interface ShownMinutes {
  readonly missing: readonly Stretch[]
  readonly filled: readonly Stretch[]
}

/**
 * The lines of the ledger in order of time. What is missing and what was filled says the chart, which has every
 * minute at the clock, so that no minute is in two lines; what it is says the ledger, which is asked less often.
 */
export function ledgerLines(told: ToldLedger, { missing, filled }: ShownMinutes): readonly LedgerLine[] {
  const lines = [...missingLines(missing, told), ...filledLines(filled, told.fills, true)]
  return lines.toSorted((one, other) => one.start - other.start)
}

/** A gap that goes on since the ledger was asked is one line that grows. */
function missingLines(missing: readonly Stretch[], { gaps, fills, clock }: ToldLedger): LedgerLine[] {
  const lines: LedgerLine[] = []
  for (const { open, close, by } of cutBy(missing, gaps)) {
    const last = lines.at(-1)
    if (by) lines.push(gapLine(by, open, close, fills))
    else if (last?.kind === 'gap' && last.end === open && open + minuteMs > clock)
      lines[lines.length - 1] = gapLine(last.gap, last.start, close, fills)
    else lines.push(...filledLines([{ open, close }], fills, false).filter(({ fills }) => fills.length > 0))
  }
  return lines
}

function gapLine(gap: GapRow, start: EpochMs, end: EpochMs, fills: readonly FillRow[]): GapLine {
  const later = fills.filter((fill) => fill.start < end && start < fill.end)
  const minutes = Math.round((end - start) / minuteMs)
  return { kind: 'gap', start, end, gap: { ...gap, start, end, minutes }, later }
}

/** What one source filled in a row is one line, however many requests brought it. */
function filledLines(
  stretches: readonly Stretch[],
  fills: readonly FillRow[],
  isThere: boolean,
): readonly FilledLine[] {
  const lines: FilledLine[] = []
  for (const { open, close, by } of cutBy(stretches, fills)) {
    const last = lines.at(-1)
    const source = last?.fills[0]?.source
    const isSame = source === undefined || by === undefined || by.source === source
    if (last?.end === open && isSame)
      lines[lines.length - 1] = { ...last, end: close, fills: by ? [...last.fills, by] : last.fills }
    else lines.push({ kind: 'filled', start: open, end: close, fills: by ? [by] : [], isThere })
  }
  return lines
}
