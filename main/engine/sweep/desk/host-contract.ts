import { z } from 'zod'
import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import { call } from '#shared/protocol/contract.ts'
import { sweepCalls, sweepEvents } from '#shared/protocol/sweep-calls.ts'
import { sweepRequestShape } from '#shared/sweep/sweep-file.ts'
import { dayMs } from '#shared/time/epoch.ts'

/** Whoever started a sweep sees how far it is and may cancel it; timers count no further than 24 days. */
const longestSweepMs = 20 * dayMs

const { 'sweep.view': view } = sweepCalls

/** What the coordinator asks and tells the thread of a sweep, and what comes back. */
export const sweepHostContract = {
  calls: {
    run: call(
      z.object({
        sweep: z.int(),
        store: z.string(),
        /** Folder of the sweeps that are kept. */
        kept: z.string(),
        overlays: z.custom<CalendarOverlays>((value) => value instanceof Map),
        request: sweepRequestShape,
      }),
      z.null(),
      longestSweepMs,
    ),
    /** Of the sweep that is through. */
    view: call(view.params, view.result.unwrap(), view.timeoutMs),
  },
  signals: {
    /** What runs is to end; it answers then. */
    cancel: z.void().optional(),
  },
  events: { progress: sweepEvents['sweep.progress'].omit({ sweep: true }) },
} as const
export type SweepHostContract = typeof sweepHostContract
