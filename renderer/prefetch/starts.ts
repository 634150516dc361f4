import { create } from 'zustand'
import type { CallResult } from '#shared/protocol/contract.ts'
import type { EngineContract } from '#shared/protocol/engine-contract.ts'
import { engine } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'
import { useView } from '../stores/view.ts'

export type Starts = CallResult<EngineContract, 'prefetch.starts'>

/** How sessions were started since the engine began; undefined until it was asked for. */
export const useStarts = create<{ readonly starts: Starts | undefined }>(() => ({ starts: undefined }))

/** Reads how sessions were started. */
export async function loadStarts(): Promise<void> {
  const starts = await attempt(async () => engine().call('prefetch.starts', undefined))
  if (starts) useStarts.setState({ starts })
}

/** A session was started. */
export function takeStart(): void {
  if (useView.getState().view === 'prefetch') void loadStarts()
}
