import type { EpochMs } from '#shared/time/epoch.ts'
import type { ShownSession } from '../stores/shown-session.ts'

export type SessionPhase = 'not started' | 'pre-market' | 'open' | 'break' | 'after hours' | 'ended'

/** Where a session stands at an instant; without its extended hours where they are not replayed. Stretches end before their close (T4). */
export function sessionPhase(
  { segments, preMarket, postMarket }: Pick<ShownSession, 'segments' | 'preMarket' | 'postMarket'>,
  clock: EpochMs,
): SessionPhase {
  const within = (stretch: { readonly open: EpochMs; readonly close: EpochMs } | undefined): boolean =>
    stretch !== undefined && clock >= stretch.open && clock < stretch.close
  if (segments.some(within)) return 'open'
  if (within(preMarket)) return 'pre-market'
  if (within(postMarket)) return 'after hours'
  const first = segments[0]
  const last = segments.at(-1)
  if (!first || !last || clock < first.open) return 'not started'
  return clock < last.close ? 'break' : 'ended'
}
