import type { Interval } from '#shared/bars/interval.ts'
import { runOf, type SessionFile } from '#shared/session-file/session-file.ts'

/** A key of a session file that a replay in the window does nothing with, and why. */
export interface KeyWithoutEffect {
  readonly key: keyof SessionFile
  readonly why: string
}

/** The keys of a file that change nothing in a replay, so that none is without effect in silence (L4). */
export function keysWithoutEffect(
  file: SessionFile,
  offered: readonly Interval[],
): readonly KeyWithoutEffect[] {
  const { strategy, costs, indicators = [], intervals = [] } = file
  const { from, to } = runOf(file)
  const found: (KeyWithoutEffect | false)[] = [
    strategy !== undefined && { key: 'strategy', why: 'a strategy belongs to backtests' },
    costs !== undefined && { key: 'costs', why: 'costs belong to backtests' },
    from !== to && { key: 'to', why: 'the replay begins with the first session; go on with “Next session”' },
    indicators.length > 0 && { key: 'indicators', why: 'the chart does not draw them' },
    intervals.some((interval) => !offered.includes(interval)) && {
      key: 'intervals',
      why: `the chart shows ${offered.join(', ')} only`,
    },
  ]
  return found.filter((entry) => entry !== false)
}
