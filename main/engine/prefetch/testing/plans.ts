import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Plan } from '#shared/prefetch/plan.ts'
import { type EpochMs, parseUtc } from '#shared/time/epoch.ts'
import type { NewRun } from '../../store/prefetch/stored-prefetch.ts'

/** A plan of which a test tells only what it is about. */
export function planOf(told: Partial<Plan> = {}): Plan {
  return {
    name: 'Night',
    symbols: { kind: 'list', symbols: ['SPY'] },
    exchange: 'XNYS',
    intervals: ['1m' as Plan['intervals'][number]],
    trailing: 5,
    sources: [],
    when: { kind: 'before-open', minutes: 60 },
    missed: 'run',
    budget: {},
    enabled: true,
    ...told,
  }
}

/** The run of a plan an hour before the open of Friday 2024-07-05. */
export function runOf(told: Partial<NewRun> = {}): NewRun {
  const due = utc('2024-07-05T12:30:00Z')
  return {
    plan: 'Night',
    exchange: 'XNYS',
    session: '2024-07-05' as SessionDate,
    trigger: 'schedule',
    due,
    startedAt: due,
    ...told,
  }
}

/** An instant from YYYY-MM-DDTHH:MM:SSZ. */
export function utc(text: string): EpochMs {
  return parseUtc(text) as EpochMs
}
