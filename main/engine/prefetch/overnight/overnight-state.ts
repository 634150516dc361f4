import type { OvernightState, RunUnderWay } from '#shared/protocol/overnight-contract.ts'
import type { PlanDesk } from '../plan-desk.ts'
import type { PrefetchManager } from '../prefetch-manager.ts'
import type { PlanRunner } from '../runner/plan-runner.ts'

/** What runs by itself: nothing where no store is open, or prefetch is switched off, but for a run by hand. */
export function overnightState(
  desk: Pick<PlanDesk, 'enabled'>,
  manager: Pick<PrefetchManager, 'next' | 'runner'>,
): OvernightState {
  const next = manager.next()
  const running = runUnderWay(manager.runner)
  return {
    plans: next ? desk.enabled() : 0,
    ...(running && { running }),
    ...(next && { next }),
  }
}

/** The run that began first of those that go on here; undefined where none does. */
export function runUnderWay({ running: [run] }: Pick<PlanRunner, 'running'>): RunUnderWay | undefined {
  return run && { plan: run.plan, session: run.session, ready: run.ready, of: run.of }
}
