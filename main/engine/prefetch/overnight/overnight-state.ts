import type { OvernightState } from '#shared/protocol/overnight-contract.ts'
import type { PlanDesk } from '../plan-desk.ts'
import type { PrefetchManager } from '../prefetch-manager.ts'

/** What runs by itself: nothing where no store is open, or prefetch is switched off, but for a run by hand. */
export function overnightState(
  desk: Pick<PlanDesk, 'enabled'>,
  manager: Pick<PrefetchManager, 'next' | 'runner'>,
): OvernightState {
  const next = manager.next()
  const [run] = manager.runner.running
  return {
    plans: next ? desk.enabled() : 0,
    ...(run && {
      running: { plan: run.plan, session: run.session, ready: run.ready, of: run.of },
    }),
    ...(next && { next }),
  }
}
