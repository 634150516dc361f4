import { allocateColumns, at, type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { synthetic } from '#shared/bars/state.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { randomOf } from '../random/random.ts'
import { missingMinutes } from './holes.ts'
import { type TradingMinute, tradingMinutes } from './minutes.ts'
import { roundLots, toCents } from './price-grid.ts'
import type { DemoProfile } from './profile.ts'

/** What a symbol carries from one session into the next. */
export interface DemoState {
  readonly close: number
  /** Logarithm of how much more the price moves than usual; it fades over days. */
  readonly unrest: number
}

export interface DemoSession {
  /** 1m bars, extended hours included, all of state synthetic. */
  readonly columns: BarColumns
  readonly after: DemoState
}

const regularMinutes = 390
const marketDeviation = 0.008
const gapShare = 0.6
/** Moves and volume outside regular hours, as a share of those inside. */
const quietHours = { deviation: 0.3, volume: 0.04 }

/** The state before a symbol's first session. */
export function firstState(profile: DemoProfile): DemoState {
  return { close: profile.price, unrest: 0 }
}

/** Unrest of the next session: pulled back to usual, pushed by chance. `shock` is normal. */
export function nextUnrest(unrest: number, shock: number): number {
  return 0.9 * unrest + 0.16 * shock
}

/** Overnight return of the whole market before a session. */
export function marketGap(session: Session, seed: number): number {
  return marketDeviation * gapShare * randomOf(seed, 'market gap', session.date).normal()
}

/** Return of the whole market over a regular session, for days of which no minutes are made. */
export function marketDay(session: Session, seed: number): number {
  return marketDeviation * randomOf(seed, 'market day', session.date).normal()
}

/**
 * One session of a made-up symbol, minute by minute: a walk that shares the market's moves, opens with a gap, is
 * lively at the open and the close and calms down slowly. The same arguments give the same bars. Prices lie on
 * the cent grid, volumes are round lots.
 */
export function demoSession(
  profile: DemoProfile,
  session: Session,
  seed: number,
  before: DemoState = firstState(profile),
): DemoSession {
  const minutes = tradingMinutes(session)
  const market = marketMoves(minutes, session, seed)
  const missing = missingMinutes(profile, session, seed)
  const random = randomOf(seed, 'session', profile.symbol, session.date)
  const unrest = nextUnrest(before.unrest, random.normal())
  const deviation = (profile.dailyVolatility / Math.sqrt(regularMinutes)) * Math.exp(unrest)
  const usualVolume = profile.dailyVolume / regularMinutes

  const columns = allocateColumns(minutes.length)
  const gap = profile.beta * marketGap(session, seed) + gapShare * profile.dailyVolatility * random.normal()
  const beta = Math.abs(profile.beta) * (marketDeviation / Math.sqrt(regularMinutes))
  let price = before.close * Math.exp(gap)
  let nervous = 0
  let regular = 0
  let bars = 0
  minutes.forEach((minute, i) => {
    nervous = 0.97 * nervous + 0.09 * random.normal()
    const spread = deviation * liveliness(minute) * Math.exp(nervous)
    const surprise = random.normal()
    const open = price * Math.exp(0.1 * spread * random.normal())
    price *= Math.exp(profile.drift / regularMinutes + profile.beta * at(market, i) + spread * surprise)
    const inside = minute.phase === 'regular'
    const traded = inside ? missing[regular++] === 0 : random.uniform() < presence(minute, profile)
    if (!traded) return
    const reach = 0.5 * (spread + beta)
    const crowd = Math.exp(0.4 * random.normal()) * (0.75 + 0.3 * Math.abs(surprise))
    columns.start[bars] = minute.start
    columns.open[bars] = toCents(open)
    columns.high[bars] = toCents(Math.max(open, price) * Math.exp(reach * Math.abs(random.normal())))
    columns.low[bars] = toCents(Math.min(open, price) * Math.exp(-reach * Math.abs(random.normal())))
    columns.close[bars] = toCents(price)
    columns.volume[bars] = roundLots(usualVolume * busyness(minute) * crowd)
    columns.state[bars] = synthetic
    bars++
  })
  return { columns: sliceColumns(columns, 0, bars), after: { close: price, unrest } }
}

/** Return of the whole market in each minute, the same for every symbol. */
function marketMoves(minutes: readonly TradingMinute[], session: Session, seed: number): Float64Array {
  const random = randomOf(seed, 'market', session.date)
  const deviation = marketDeviation / Math.sqrt(regularMinutes)
  let nervous = 0
  return Float64Array.from(minutes, (minute) => {
    nervous = 0.97 * nervous + 0.07 * random.normal()
    return deviation * liveliness(minute) * Math.exp(nervous) * random.normal()
  })
}

/** How much more than usual prices move: most after the open, more again before the close. */
function liveliness({ phase, progress }: TradingMinute): number {
  if (phase !== 'regular') return quietHours.deviation
  return 0.7 + 1.5 * Math.exp(-progress * 18) + 0.5 * Math.exp((progress - 1) * 20)
}

/** How much more than usual is traded: a U over the session, with the auctions at its ends. */
function busyness({ phase, progress }: TradingMinute): number {
  if (phase === 'before') return quietHours.volume * (0.2 + progress)
  if (phase === 'after') return quietHours.volume * (1.2 - progress)
  return 0.55 + 3.2 * Math.exp(-progress * 16) + 5.5 * Math.exp((progress - 1) * 25)
}

/** Chance of a bar outside regular hours: it grows towards the open and fades after the close. */
function presence({ phase, progress }: TradingMinute, { extended }: DemoProfile): number {
  return phase === 'before' ? extended * progress ** 2 : extended * Math.exp(-5 * progress)
}
