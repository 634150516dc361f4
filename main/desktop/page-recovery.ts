import type { RenderProcessGoneDetails, WebContents } from 'electron'
import { countCrash } from './crash-count.ts'

const crashLimit = 4
const crashWindowMs = 60_000

export interface Recovery {
  readonly action: 'reload' | 'give-up'
  readonly crashes: readonly number[]
}

/** What to do about one more crash of the page at `now` (epoch ms): three in a minute are reloaded, the next is not. */
export function recover(crashes: readonly number[], now: number): Recovery {
  const counted = countCrash(crashes, now, crashWindowMs)
  return { action: counted.length < crashLimit ? 'reload' : 'give-up', crashes: counted }
}

/** Reloads a page whose process crashed, until it has crashed too often. */
export function keepPageAlive(
  page: WebContents,
  now: () => number,
  told: { readonly crashed: (reason: string) => void; readonly gaveUp: (reason: string) => void },
): void {
  let crashes: readonly number[] = []
  page.on('render-process-gone', (_event, { reason, exitCode }: RenderProcessGoneDetails) => {
    if (reason === 'clean-exit' || page.isDestroyed()) return
    told.crashed(`${reason}, exit code ${exitCode}`)
    const recovery = recover(crashes, now())
    crashes = recovery.crashes
    if (recovery.action === 'give-up') told.gaveUp(reason)
    // In a later turn: a reload inside the event is lost.
    else setImmediate(() => page.isDestroyed() || page.reload())
  })
}
