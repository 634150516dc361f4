import { at, type BarColumns, lowerBound } from '#shared/bars/columns.ts'
import type { GapRow } from '#shared/protocol/ledger-calls.ts'
import { addMs, type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import type { ClassifiedGap } from '../classify/classify-gaps.ts'
import { type Evidence, ofKind, type StandInEvidence } from '../evidence/evidence.ts'
import type { LedgerSession } from '../gap-ledger.ts'
import type { MinuteRun } from './retry-plan.ts'

/** Who asks for synthetic bars, or takes them back, and when. */
export interface StandInAsker {
  readonly by: string
  readonly at: EpochMs
}

/** What is to be stored of stand-ins that were asked for. */
export interface StandInPlan {
  readonly standIns: readonly StandInEvidence[]
  /** Minutes that they stand in. */
  readonly minutes: number
  /** Missing minutes before the first bar of the session that no close of the session before is known for. */
  readonly withoutClose: number
}

/** The synthetic bar that stands in minutes of which this is known: the last word counts. */
export function standInOf(known: readonly Evidence[]): (StandInEvidence & { price: number }) | undefined {
  const last = ofKind(known, 'stand-in').at(-1)
  return last?.price === undefined ? undefined : { ...last, price: last.price }
}

/** Runs of minutes of a gap in which synthetic bars stand, as a window is told of them; nothing where none do. */
export function standInRuns(evidence: ClassifiedGap['evidence']): Pick<GapRow, 'standIns'> {
  const standIns = evidence.flatMap(({ start, minutes, known }) => {
    const price = standInOf(known)?.price
    return price === undefined ? [] : [{ start, end: addMs(start, minutes * minuteMs), price }]
  })
  return standIns.length > 0 ? { standIns } : {}
}

/**
 * Synthetic bars for the missing minutes of a run: flat at the close of the last bar before them, in the session or,
 * before its first bar, at the close of the session before. None where the symbol was not listed, and none where some
 * stand already.
 */
export function planStandIns(
  { gaps, columns }: Pick<LedgerSession, 'gaps' | 'columns'>,
  run: MinuteRun,
  previousClose: number | undefined,
  asker: StandInAsker,
): StandInPlan {
  const standIns: StandInEvidence[] = []
  let withoutClose = 0
  for (const { start, end } of stretchesIn(gaps, run, (known) => !standInOf(known))) {
    const price = lastClose(columns, start) ?? previousClose
    if (price === undefined) withoutClose += minutesOf(start, end)
    else add(standIns, { ...entry(start, end, asker), price })
  }
  return { standIns, minutes: minutesIn(standIns), withoutClose }
}

/** Takes back the synthetic bars that stand in a run. */
export function planTakingBack(
  gaps: readonly ClassifiedGap[],
  run: MinuteRun,
  asker: StandInAsker,
): StandInPlan {
  const standIns: StandInEvidence[] = []
  for (const { start, end } of stretchesIn(gaps, run, (known) => standInOf(known) !== undefined))
    add(standIns, entry(start, end, asker))
  return { standIns, minutes: minutesIn(standIns), withoutClose: 0 }
}

/** Stretches of missing minutes of a run, in order, of which the wanted is known. */
function stretchesIn(
  gaps: readonly ClassifiedGap[],
  run: MinuteRun,
  isWanted: (known: readonly Evidence[]) => boolean,
): readonly MinuteRun[] {
  return gaps
    .filter((gap) => gap.class !== 'pending' && gap.class !== 'closed' && gap.class !== 'not-listed')
    .flatMap(({ evidence }) => evidence)
    .filter(({ known }) => isWanted(known))
    .map(({ start, minutes }) => ({
      start: Math.max(run.start, start) as EpochMs,
      end: Math.min(run.end, start + minutes * minuteMs) as EpochMs,
    }))
    .filter(({ start, end }) => start < end)
    .sort((one, other) => one.start - other.start)
}

function lastClose({ start, close }: BarColumns, time: number): number | undefined {
  const bars = lowerBound(start, time)
  return bars === 0 ? undefined : at(close, bars - 1)
}

function entry(from: EpochMs, to: EpochMs, { by, at: time }: StandInAsker): StandInEvidence {
  return { kind: 'stand-in', from, to, request: `s${time.toString(36)}`, by, at: time }
}

/** Neighbours of one price are one. */
function add(standIns: StandInEvidence[], next: StandInEvidence): void {
  const last = standIns.at(-1)
  if (last?.to === next.from && last.price === next.price)
    standIns[standIns.length - 1] = { ...last, to: next.to }
  else standIns.push(next)
}

function minutesIn(standIns: readonly StandInEvidence[]): number {
  return standIns.reduce((sum, { from, to }) => sum + minutesOf(from, to), 0)
}

function minutesOf(start: number, end: number): number {
  return Math.round((end - start) / minuteMs)
}
