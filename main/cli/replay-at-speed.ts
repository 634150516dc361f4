import { Failure } from '#shared/protocol/failure.ts'
import type { ReplaySpeed } from '#shared/protocol/replay-calls.ts'
import type { LoadedSession } from '../engine/replay/loaded-session.ts'
import { type ReplayReport, type ReplayWork, replayMinutes } from '../engine/replay/report.ts'
import type { Io } from './io.ts'
import { progressOf } from './progress.ts'

/** At full speed the event loop has its turn so often, to hear of Ctrl+C. */
const longestTurnMs = 50

/**
 * Replays a session at a multiple of real time, or as fast as it goes. Throws a Failure of code 'cancelled' when
 * the caller wants it to end.
 */
export async function replayAtSpeed(
  loaded: LoadedSession,
  speed: ReplaySpeed,
  io: Io,
  work: ReplayWork = {},
): Promise<ReplayReport> {
  const { ticker, signal } = io
  const { start, end } = loaded
  const progress = progressOf<number>(io, {
    share: (clock) => (clock - start) / (end - start),
    rate: (clock, seconds) => `${Math.round((clock - start) / 1000 / seconds)}x`,
    label: () => loaded.session.date,
  })
  const minutes = replayMinutes(loaded, () => ticker.elapsed(), work)
  const began = ticker.elapsed()
  let turn = began
  try {
    for (;;) {
      const minute = minutes.next()
      if (minute.done) return minute.value
      progress.show(minute.value)
      const due = speed === 'max' ? turn : began + (minute.value - start) / speed
      const wait = due - ticker.elapsed()
      if (wait > 0 || -wait > longestTurnMs) {
        await pause(io, wait)
        turn = ticker.elapsed()
      }
      if (signal.aborted)
        throw new Failure('cancelled', `The replay of ${loaded.session.date} was cancelled.`)
    }
  } finally {
    progress.clear()
  }
}

function pause({ ticker, signal }: Io, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const goOn = (): void => {
      stop()
      signal.removeEventListener('abort', goOn)
      resolve()
    }
    const stop = ticker.after(Math.max(0, ms), goOn)
    signal.addEventListener('abort', goOn)
  })
}
