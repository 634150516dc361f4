import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '#shared/protocol/failure.ts'
import type { SweepFile } from '#shared/sweep/sweep-file.ts'
import { writeWholeFile } from '../files/whole-file.ts'
import type { FinishedSweep } from './finished-sweep.ts'
import { sweepReport } from './report/sweep-report.ts'
import { cellsCsv, walkCsv } from './sweep-output.ts'

/** Makes the folder of a sweep. Throws a Failure of code 'bad-file' where that cannot be. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new Failure('bad-file', `${folder}: could not be made (${(error as Error).message})`)
  }
}

/** The text of a sweep's file. */
export function sweepFileText(sweep: SweepFile): string {
  // JSON has no undefined: what has no limit is written as null.
  return `${JSON.stringify(sweep, (_, value: unknown) => value ?? null, 2)}\n`
}

/**
 * Writes a sweep into its folder beside the file of its cells: the file it can be run from again, all cells as CSV,
 * what a walk earned, and a report. Gives the path of the sweep's file. Throws a Failure of code 'bad-file' where that cannot be.
 */
export async function writeSweep(folder: string, sweep: FinishedSweep): Promise<string> {
  const path = join(folder, 'sweep.json')
  const walk = walkCsv(sweep)
  const texts = {
    'cells.csv': cellsCsv(sweep),
    ...(walk !== undefined && { 'walk-forward.csv': walk }),
    'report.html': sweepReport(sweep),
    // The last one: where it is, the others are too.
    'sweep.json': sweepFileText(sweep.head.sweep),
  }
  for (const [name, text] of Object.entries(texts))
    await writeWholeFile(join(folder, name), (write) => write(text))
  return path
}
