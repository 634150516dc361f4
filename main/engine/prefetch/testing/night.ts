import type { SessionDate } from '#shared/calendar/session-date.ts'
import { epochMs } from '#shared/time/epoch.ts'
import type { RunOrder } from '../run/prefetch-run.ts'

/** A night with eight symbols and the week before its target, of all sources of the store. */
export const nightOrder: RunOrder = {
  plan: { name: 'night', exchange: 'XNYS', trailing: 5, sources: [], budget: {} },
  symbols: Array.from({ length: 8 }, (_, index) => `S${index}`),
  session: '2024-07-15' as SessionDate,
  since: epochMs(Date.UTC(2024, 6, 13, 12)),
  maxTries: 5,
}
