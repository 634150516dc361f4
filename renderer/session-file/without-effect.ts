import type { Interval } from '#shared/bars/interval.ts'
import type { SessionFile } from '#shared/session-file/session-file.ts'
import { isDrawn } from './replay-file.ts'

/** A key of a session file that a replay in the window does nothing with, and why. */
export interface KeyWithoutEffect {
  readonly key: keyof SessionFile
  readonly why: string
}

/**
 * The keys of a file that change nothing in a replay, so that none is without effect in silence (L4). `now` is the
 * chart's interval, which stays where the file says nothing.
 */
export function keysWithoutEffect(
  file: SessionFile,
  offered: readonly Interval[],
  now: Interval,
): readonly KeyWithoutEffect[] {
  const { strategy, costs, indicators = [], intervals = [] } = file
  const shown = intervals.find((interval) => offered.includes(interval)) ?? now
  const found: (KeyWithoutEffect | false)[] = [
    strategy !== undefined && { key: 'strategy', why: 'a strategy belongs to backtests' },
    costs !== undefined && { key: 'costs', why: 'costs belong to backtests' },
    indicators.some((line) => !isDrawn(line, shown)) && {
      key: 'indicators',
      why: `the chart draws those of ${shown} bars, for all symbols and of final bars alone`,
    },
    intervals.some((interval) => !offered.includes(interval)) && {
      key: 'intervals',
      why: `the chart shows ${offered.join(', ')} only`,
    },
  ]
  return found.filter((entry) => entry !== false)
}
