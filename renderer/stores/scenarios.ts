import { create } from 'zustand'
import type { ScenarioName } from '#shared/scenarios/scenarios.ts'

/** As many seeds are drawn from: few enough digits to note down. */
const seeds = 1_000_000

interface ScenariosState {
  readonly kind: ScenarioName
  /** Draws the random sessions. */
  readonly seed: number
}

export const useScenarios = create<ScenariosState>(() => ({ kind: 'half-days', seed: 1 }))

/** A seed drawn by `uniform`, which gives numbers in [0, 1). */
export function seedOf(uniform: () => number): number {
  return Math.floor(uniform() * seeds)
}
