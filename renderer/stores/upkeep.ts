import { create } from 'zustand'
import type { UpkeepQuality, UpkeepStatus } from '#shared/protocol/upkeep-events.ts'
import { toldAfterCharts } from './told-after-charts.ts'

interface UpkeepState {
  /** As the engine told last; undefined before it did. */
  readonly status: UpkeepStatus | undefined
  /** Of the open session, all symbols at one clock; nothing in it is measured while upkeep does not run. */
  readonly quality: UpkeepQuality | undefined
}

/** How the engine's upkeep of the open replay is doing, and what it has measured. */
export const useUpkeep = create<UpkeepState>(
  toldAfterCharts<UpkeepState>(() => ({ status: undefined, quality: undefined })),
)
