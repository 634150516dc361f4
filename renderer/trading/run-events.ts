import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { KeptResults, KeptRun } from '#shared/protocol/backtest-calls.ts'
import type { OrderEvent } from '#shared/strategy/order.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import type { PositionRow } from './trade-log.ts'

/** An event with what its fill rests on. */
export interface MarkedEvent {
  readonly event: OrderEvent
  readonly marks: number
}

/** So many events are kept of all sessions that were looked at; the ones asked for longest ago go first. */
const mostKept = 200_000

/** Events of runs by run, symbol and session, each asked for once, as long as there is room. */
export class RunEvents {
  readonly #ask: (run: number, symbol: string, session: SessionDate) => Promise<readonly OrderEvent[]>
  readonly #kept = new Map<string, Promise<readonly OrderEvent[]>>()
  readonly #sizes = new Map<string, number>()

  constructor(ask: (run: number, symbol: string, session: SessionDate) => Promise<readonly OrderEvent[]>) {
    this.#ask = ask
  }

  /** Rejects with what the engine answers; it is asked again the next time. */
  async of(run: number, symbol: string, session: SessionDate): Promise<readonly OrderEvent[]> {
    const key = `${run} ${symbol} ${session}`
    const known = this.#kept.get(key)
    this.#kept.delete(key)
    const asked = known ?? this.#ask(run, symbol, session)
    this.#kept.set(key, asked)
    try {
      const events = await asked
      this.#sizes.set(key, events.length)
      this.#makeRoom(key)
      return events
    } catch (error) {
      this.#kept.delete(key)
      throw error
    }
  }

  forget(): void {
    this.#kept.clear()
    this.#sizes.clear()
  }

  #makeRoom(newest: string): void {
    let count = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0)
    for (const key of this.#kept.keys()) {
      if (count <= mostKept || key === newest) return
      count -= this.#sizes.get(key) ?? 0
      this.#sizes.delete(key)
      this.#kept.delete(key)
    }
  }
}

/** Events of several symbols in the order of time, those of a symbol in their own. */
export function mergedEvents(parts: readonly (readonly MarkedEvent[])[]): readonly MarkedEvent[] {
  return parts.flat().sort((one, other) => one.event.at - other.event.at)
}

/** How many of them happened up to the clock. */
export function countUntil(events: readonly MarkedEvent[], clock: number): number {
  let [low, high] = [0, events.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((events[middle]?.event.at ?? 0) <= clock) low = middle + 1
    else high = middle
  }
  return low
}

/** Events with the marks of the trades that their fills open or close. */
export function withMarks(
  events: readonly OrderEvent[],
  { symbols }: Pick<KeptRun['request'], 'symbols'>,
  { symbol, entryTime, exitTime, marks }: KeptResults['trades'],
): readonly MarkedEvent[] {
  const byFill = new Map<string, number>()
  const note = (name: string, time: number, bits: number): void => {
    const key = `${name} ${time}`
    byFill.set(key, (byFill.get(key) ?? 0) | bits)
  }
  for (let trade = 0; trade < marks.length; trade++) {
    const name = symbols[symbol[trade] ?? 0] ?? ''
    note(name, entryTime[trade] ?? 0, marks[trade] ?? 0)
    note(name, exitTime[trade] ?? 0, marks[trade] ?? 0)
  }
  return events.map((event) => ({
    event,
    marks: event.type === 'filled' ? (byFill.get(`${event.fill.symbol} ${event.fill.time}`) ?? 0) : 0,
  }))
}

/** What a run held when a session opened, told by its trades. */
export function heldAt(
  open: EpochMs,
  { symbols }: Pick<KeptRun['request'], 'symbols'>,
  { symbol, long, quantity, entryTime, entryPrice, exitTime }: KeptResults['trades'],
): readonly PositionRow[] {
  const held = new Map<string, PositionRow>()
  for (let trade = 0; trade < quantity.length; trade++) {
    const [entered, left] = [entryTime[trade] ?? 0, exitTime[trade] ?? Number.NaN]
    if (entered >= open || left < open) continue
    const name = symbols[symbol[trade] ?? 0]
    if (name === undefined) continue
    const shares = (long[trade] === 1 ? 1 : -1) * (quantity[trade] ?? 0)
    const before = held.get(name)
    const price = entryPrice[trade] ?? 0
    const all = shares + (before?.quantity ?? 0)
    const average = before ? before.price + ((price - before.price) * shares) / all : price
    held.set(name, { symbol: name, quantity: all, price: average, since: entered as EpochMs, costs: 0 })
  }
  return [...held.values()]
}
