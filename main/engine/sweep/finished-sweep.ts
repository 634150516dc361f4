import { createHash } from 'node:crypto'
import { Failure } from '#shared/protocol/failure.ts'
import type { CellResult } from '#shared/sweep/cell-result.ts'
import { cellCount } from '#shared/sweep/param-axes.ts'
import { type SweepFrame, type SweepSummary, summaryOf } from '#shared/sweep/summary.ts'
import { type CellFileHead, sweepDifferences } from '#shared/sweep/sweep-file.ts'
import { windowsOf } from '#shared/sweep/windows.ts'
import type { ReadCells } from './cell-file.ts'

/** A sweep of which every cell is through. */
export interface FinishedSweep {
  /** Of the whole, with the hash of its cells. */
  readonly head: CellFileHead
  readonly frame: SweepFrame
  /** By cell. */
  readonly results: readonly CellResult[]
  readonly summary: SweepSummary
}

/** What the results of a sweep are judged by. */
export function frameOf({ sweep, sessions, sessionsAYear }: CellFileHead): SweepFrame {
  return {
    ...{ axes: sweep.axes, by: sweep.by, cash: sweep.broker.cash, sessions, sessionsAYear },
    windows: windowsOf(sweep.split, sessions.length),
  }
}

/** Judges a sweep whose cells are all there, in whatever order. */
export function finishSweep(head: CellFileHead, cells: Iterable<CellResult>): FinishedSweep {
  const results = [...cells].sort((one, other) => one.cell - other.cell)
  const hash = createHash('sha256').update(JSON.stringify(results)).digest('hex')
  const whole = { ...head, shard: { number: 1, of: 1 }, sweep: { ...head.sweep, cells: hash } }
  const frame = frameOf(whole)
  return { head: whole, frame, results, summary: summaryOf(frame, results) }
}

/**
 * Joins the parts of one sweep. Throws a Failure with code 'bad-file' for parts of different sweeps, and where cells
 * are missing; it names the folder or the parts.
 */
export function joinParts(parts: readonly (ReadCells & { readonly path: string })[]): FinishedSweep {
  const [first, ...others] = parts
  if (!first) throw new Failure('usage', 'There are no parts to join.')
  for (const { path, head } of others) {
    const different = sweepDifferences(first.head.sweep, head.sweep)
    if (different.length > 0)
      throw new Failure(
        'bad-file',
        `${path}: is of another sweep than ${first.path} (${different.join(', ')} not the same); join parts of one sweep`,
      )
  }
  const results = new Map<number, CellResult>()
  for (const part of parts) for (const result of part.results) results.set(result.cell, result)
  const count = cellCount(first.head.sweep.axes)
  if (results.size < count) throw new Failure('bad-file', missingText(parts, results, count))
  return finishSweep(first.head, results.values())
}

function missingText(
  parts: readonly (ReadCells & { readonly path: string })[],
  results: ReadonlyMap<number, CellResult>,
  count: number,
): string {
  const of = parts[0]?.head.shard.of ?? 1
  const missing = new Set<number>()
  for (let cell = 0; cell < count; cell += 1) if (!results.has(cell)) missing.add((cell % of) + 1)
  const names = [...missing].slice(0, 10).map((number) => `${number}/${of}`)
  const more = missing.size > names.length ? ` and ${missing.size - names.length} more` : ''
  return `${count - results.size} of ${count} cells are missing, those of --shard ${names.join(', ')}${more}; run these to their end`
}
