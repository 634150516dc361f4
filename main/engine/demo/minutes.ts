import type { Session } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'

export type Phase = 'before' | 'regular' | 'after'

/** One minute in which a session may trade. */
export interface TradingMinute {
  readonly start: number
  readonly phase: Phase
  /** How far through its phase it lies, from 0 to below 1; a break does not count. */
  readonly progress: number
}

/** All minutes of a session, extended hours included, in order of time. */
export function tradingMinutes(session: Session): readonly TradingMinute[] {
  const minutes: TradingMinute[] = []
  if (session.preMarket) addPhase(minutes, 'before', [session.preMarket])
  addPhase(minutes, 'regular', session.segments)
  if (session.postMarket) addPhase(minutes, 'after', [session.postMarket])
  return minutes
}

function addPhase(minutes: TradingMinute[], phase: Phase, segments: Session['segments']): void {
  const total = segments.reduce((sum, { open, close }) => sum + (close - open) / minuteMs, 0)
  let passed = 0
  for (const { open, close } of segments) {
    for (let start: number = open; start < close; start += minuteMs) {
      minutes.push({ start, phase, progress: passed / total })
      passed++
    }
  }
}
