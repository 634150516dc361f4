import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import type { Benchmark } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed } from './demo-bars.ts'
import { filledStore } from './filled-store.ts'
import { ms, play, spread } from './play.ts'

const name = 'coordinator_delay'
const symbolCount = 100

/** How long the engine's event loop is held while it plays 100 symbols at 600x for a window that draws every frame. */
export const coordinatorDelay: Benchmark = {
  name,
  run(folder) {
    const calendar = calendarOf(demoExchange)
    const session = '2024-07-15' as SessionDate
    const before = calendar.trailingSessions(session, 5)
    const batches = demoBars(symbolCount, (before[0] as Session).date, session)
    const symbols = [...new Set(batches.map(({ symbol }) => symbol))]
    const task = { path: filledStore(folder, batches), exchange: demoExchange, session, symbols }
    const { idle, opening, playing, turns, longestGc, frames, minutes } = play({
      ...task,
      speed: 600,
      seconds: 20,
    })
    return {
      name,
      value: playing.p99,
      unit: 'ms',
      target: 8,
      baseline: undefined,
      ratio: undefined,
      notes: [
        `demo generator, seed ${demoSeed}: ${symbolCount} symbols and five trailing sessions from a store, 600x, four charts, every frame acknowledged by a window in another thread; the whole engine in a process of its own; event loop sampled every millisecond, less the sampling interval; warm file cache`,
        `playing, ${minutes} minutes of the session in ${frames} frames: ${spread(playing)}`,
        `beside it with nothing to do, which is what the machine itself takes: ${spread(idle)}`,
        `beside it opening the session: ${spread(opening)}`,
        `beside it the ${turns.count} turns of work while playing: ${spread(turns.wall)} by the wall, ${spread(turns.processor)} of processor time; longest garbage collection ${ms(longestGc)}`,
        'no baseline: the mission gives no figure and its design no event loop',
      ],
    }
  },
}
