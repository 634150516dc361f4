import type { EpochMs } from '#shared/time/epoch.ts'
import type { TimeProvider } from './time-provider.ts'

/** The clock on the wall: when a file was imported, when a store was opened. Nothing else may ask the system for the time. */
export class WallTime implements TimeProvider {
  now(): EpochMs {
    return Date.now() as EpochMs
  }
}
