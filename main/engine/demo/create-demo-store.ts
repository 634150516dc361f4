import { existsSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Failure } from '#shared/protocol/failure.ts'
import { openStore, removeStore } from '../store/open.ts'
import type { StoreSummary } from '../store/store.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { addDemoWatchlists, fillDemoSymbol } from './fill-demo-store.ts'
import { demoProfiles } from './profile.ts'

export interface DemoProgress {
  /** Symbols that are done, and the one that was last. */
  readonly done: number
  readonly total: number
  readonly symbol: string
}

export interface DemoSurroundings {
  readonly time: TimeProvider
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: DemoProgress) => void
}

/**
 * Makes a store of synthetic sessions at `path`, every time the same one. Throws a Failure, and leaves nothing
 * there, when something is at the path already or the signal ends the work ('cancelled').
 */
export async function createDemoStore(path: string, around: DemoSurroundings): Promise<StoreSummary> {
  if (existsSync(path))
    throw new Failure(
      'bad-file',
      `${path} exists already; choose another file for the demo store or delete it`,
    )
  const owner = `tapedeck demo (process ${process.pid})`
  const writer = openStore(path, { access: 'write', create: true, owner, time: around.time })
  try {
    for (const [done, profile] of demoProfiles.entries()) {
      around.onProgress?.({ done, total: demoProfiles.length, symbol: profile.symbol })
      fillDemoSymbol(writer, profile, around.time)
      await nextTurn()
      if (around.signal?.aborted) throw new Failure('cancelled', `${path}: cancelled; no store was made`)
    }
    addDemoWatchlists(writer)
    const summary = writer.summary()
    writer.close()
    return summary
  } catch (error) {
    writer.close()
    removeStore(path)
    throw error
  }
}
