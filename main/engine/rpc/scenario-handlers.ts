import { StoredScenarios } from '../scenarios/stored-scenarios.ts'
import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function scenarioHandlers({ store, overlays, ticker }: SystemManager): HandlersOf<'scenarios'> {
  const scenarios = new StoredScenarios({ store, calendars: overlays.calendars, ticker })
  return { 'scenarios.choose': (asked) => scenarios.choose(asked) }
}
