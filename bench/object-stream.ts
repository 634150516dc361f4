import type { Session } from '#shared/calendar/trading-calendar.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { BarQueue } from './bar-queue.ts'
import type { BarObject } from './row-a-bar.ts'

const derivedMinutes = [5, 15]

export interface ObjectSource {
  readonly symbol: string
  readonly bars: readonly BarObject[]
}

interface ObjectSession {
  readonly bars: BarObject[]
  /** Derived bars by number of minutes. */
  readonly derived: ReadonlyMap<number, BarObject[]>
}

/**
 * Streams a session as the mission's design does: a priority queue over the symbols, bars appended to an array of
 * objects each, and whenever a window is full its derived bar made of the last objects. It knows no holes. Answers
 * with the sum of all derived closes and volumes.
 */
export function streamObjects(session: Session, sources: readonly ObjectSource[]): number {
  const data = new Map(sources.map(({ symbol }) => [symbol, emptySession()]))
  const queue = new BarQueue()
  for (const [source, { bars }] of sources.entries()) if (bars[0]) queue.push({ source, bar: bars[0] })
  const next = sources.map(() => 1)
  for (let entry = queue.pop(); entry; entry = queue.pop()) {
    const { source, bar } = entry
    const { symbol, bars } = sources[source] as ObjectSource
    addBar(data.get(symbol) as ObjectSession, bar, session.open)
    const index = next[source] as number
    const following = bars[index]
    if (following) queue.push({ source, bar: following })
    next[source] = index + 1
  }
  let sum = 0
  for (const { derived } of data.values())
    for (const bars of derived.values()) for (const { close, volume } of bars) sum += close + volume
  return sum
}

function emptySession(): ObjectSession {
  return { bars: [], derived: new Map(derivedMinutes.map((minutes) => [minutes, []])) }
}

function addBar({ bars, derived }: ObjectSession, bar: BarObject, open: number): void {
  bars.push(bar)
  const passed = (bar.timestamp - open) / minuteMs + 1
  for (const [minutes, made] of derived)
    if (passed % minutes === 0) made.push(derivedBar(bars.slice(-minutes)))
}

function derivedBar(bars: readonly BarObject[]): BarObject {
  const first = bars[0] as BarObject
  return {
    timestamp: first.timestamp,
    open: first.open,
    high: Math.max(...bars.map(({ high }) => high)),
    low: Math.min(...bars.map(({ low }) => low)),
    close: (bars.at(-1) as BarObject).close,
    volume: bars.reduce((sum, { volume }) => sum + volume, 0),
  }
}
