import type { EpochMs } from '#shared/time/epoch.ts'

/** The one clock of the engine: simulated while a session is replayed, else the wall's. */
export interface TimeProvider {
  now(): EpochMs
}
