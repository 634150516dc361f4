import { type Interval, intradayMs, oneDay } from '#shared/bars/interval.ts'
import { Failure } from '#shared/protocol/failure.ts'
import type { TrailingWindow } from '#shared/session-file/trailing-window.ts'

/** How many trailing sessions of each interval a symbol has: the most that any window asks for. */
export function windowsOf(windows: readonly TrailingWindow[], symbol: string): ReadonlyMap<Interval, number> {
  const sessions = new Map<Interval, number>()
  for (const window of windows) {
    if (window.symbols && !window.symbols.includes(symbol)) continue
    sessions.set(window.interval, Math.max(window.sessions, sessions.get(window.interval) ?? 0))
  }
  return sessions
}

/** Throws a Failure with code 'usage' for a window whose bars last longer than a session. */
export function checkWindows(windows: readonly TrailingWindow[]): void {
  for (const { interval } of windows)
    if (intradayMs(interval) === undefined && interval !== oneDay)
      throw new Failure('usage', `Trailing sessions of ${interval} bars: a bar is 1d at most; ask for 1d.`)
}

/** Sessions of minutes that are read between two turns of the event loop: 1 to 4 ms. */
const sessionsAtOnce = 30

/** How many symbols are read between two turns of the event loop: their current session and its windows. */
export function symbolsAtOnce(windows: readonly TrailingWindow[]): number {
  const most = Math.max(0, ...windows.map(({ sessions }) => sessions))
  return Math.max(1, Math.floor(sessionsAtOnce / (1 + most)))
}
