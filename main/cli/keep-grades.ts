import { Failure } from '#shared/protocol/failure.ts'
import { openStore } from '../engine/store/open.ts'
import type { TimeProvider } from '../engine/time/time-provider.ts'
import type { QualityReport } from '../engine/upkeep/quality/quality.ts'

/** Counting fewer sessions than this takes less time than keeping the counts. */
const leastWorthKeeping = 100

/**
 * Keeps what was counted in the store at `path`, so that it is not counted again; where somebody else owns the
 * store, or it cannot be written to, nothing is kept and nothing is lost.
 */
export function keepGrades(path: string, { counted, fresh }: QualityReport, time: TimeProvider): void {
  if (counted < leastWorthKeeping) return
  try {
    const writer = openStore(path, {
      access: 'write',
      owner: `tapedeck quality (process ${process.pid})`,
      time,
    })
    try {
      writer.ledger.keepGrades(fresh)
    } finally {
      writer.close()
    }
  } catch (error) {
    if (!(error instanceof Failure && (error.code === 'store-busy' || error.code === 'read-only')))
      throw error
  }
}
