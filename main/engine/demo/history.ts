import { allocateColumns, at, type BarColumns, lowerBound } from '#shared/bars/columns.ts'
import { synthetic } from '#shared/bars/state.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { randomOf } from '../random/random.ts'
import { roundLots, toCents } from './price-grid.ts'
import type { DemoProfile } from './profile.ts'
import { type DemoState, marketDay, marketGap, nextUnrest } from './session.ts'

/** One 1d bar that no minutes stand behind, and the state after it. Arguments and grid are those of demoSession. */
export function demoDay(
  profile: DemoProfile,
  session: Session,
  seed: number,
  before: DemoState,
): { readonly columns: BarColumns; readonly after: DemoState } {
  const random = randomOf(seed, 'day', profile.symbol, session.date)
  const unrest = nextUnrest(before.unrest, random.normal())
  const deviation = profile.dailyVolatility * Math.exp(unrest)
  const open =
    before.close * Math.exp(profile.beta * marketGap(session, seed) + 0.6 * deviation * random.normal())
  const surprise = random.normal()
  const close =
    open * Math.exp(profile.drift + profile.beta * marketDay(session, seed) + deviation * surprise)
  const reach = 0.5 * deviation + 0.003 * Math.abs(profile.beta)
  const columns = dayBar(session, {
    open,
    high: Math.max(open, close) * Math.exp(reach * Math.abs(random.normal())),
    low: Math.min(open, close) * Math.exp(-reach * Math.abs(random.normal())),
    close,
    volume: profile.dailyVolume * Math.exp(0.25 * random.normal()) * (0.75 + 0.3 * Math.abs(surprise)),
  })
  return { columns, after: { close, unrest } }
}

/** The 1d bar of a session's regular 1m bars; undefined when it has none. It starts at the session's open. */
export function dayOfMinutes(session: Session, minutes: BarColumns): BarColumns | undefined {
  const from = lowerBound(minutes.start, session.open)
  const to = lowerBound(minutes.start, session.close)
  if (from === to) return undefined
  return dayBar(session, {
    open: at(minutes.open, from),
    high: minutes.high.subarray(from, to).reduce((one, other) => Math.max(one, other)),
    low: minutes.low.subarray(from, to).reduce((one, other) => Math.min(one, other)),
    close: at(minutes.close, to - 1),
    volume: minutes.volume.subarray(from, to).reduce((sum, volume) => sum + volume),
  })
}

function dayBar(
  session: Session,
  values: { open: number; high: number; low: number; close: number; volume: number },
): BarColumns {
  const columns = allocateColumns(1)
  columns.start[0] = session.open
  columns.open[0] = toCents(values.open)
  columns.high[0] = toCents(values.high)
  columns.low[0] = toCents(values.low)
  columns.close[0] = toCents(values.close)
  columns.volume[0] = roundLots(values.volume)
  columns.state[0] = synthetic
  return columns
}
