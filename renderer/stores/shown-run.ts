import { create } from 'zustand'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'

/** The kept backtest that is shown under the replay; undefined while orders are those placed by hand. */
export const useShownRun = create<{ readonly run: KeptRun | undefined }>(() => ({ run: undefined }))

/** Shows orders by hand again in place of those of a backtest. */
export function hideRun(): void {
  useShownRun.setState({ run: undefined })
}
