import { join } from 'node:path'
import { type BarColumns, sliceColumns } from '#shared/bars/columns.ts'
import { calendarOf } from '#shared/calendar/calendars.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { Session } from '#shared/calendar/trading-calendar.ts'
import { type EpochMs, minuteMs } from '#shared/time/epoch.ts'
import { joinColumns } from '../main/engine/replay/hours.ts'
import { parseDefinition } from '../main/engine/sources/registry/source-definition.ts'
import { addSource } from '../main/engine/sources/registry/source-registry.ts'
import type { Benchmark } from './benchmark.ts'
import { demoBars, demoExchange, demoSeed, recorded } from './demo-bars.ts'
import { openToWrite, time } from './filled-store.ts'
import { ms, type PlayTask, play, spread } from './play.ts'

const name = 'fill_playing'
const symbolCount = 100
const date = '2024-07-15' as SessionDate
/** One minute of so many is missing, of each symbol another one. */
const holeEvery = 10
const sessionsBefore = 20
/** The clock is set on to this minute of the session. */
const jumpTo = 330

/** How soon the missing minutes of 100 symbols are filled from another feed of the store while a window plays them. */
export const fillPlaying: Benchmark = {
  name,
  run(folder) {
    const { playing, rounds, idle, longestGc, frames, minutes, complete, ledger } = play(taskOf(folder))
    return {
      name,
      value: complete?.wallMs,
      unit: 'ms',
      target: 1000,
      baseline: undefined,
      ratio: undefined,
      notes: [
        `demo generator, seed ${demoSeed}: ${symbolCount} symbols, of each every ${holeEvery}th minute of the session missing, ${sessionsBefore} whole sessions before it, another feed of the store as a source; 600x, four charts and the ledger of one symbol on the screen of a window in another thread; from a jump to minute ${jumpTo} until ${(symbolCount * jumpTo) / holeEvery} minutes were filled; the whole engine in a process of its own; one round, warm file cache; beside it the processor time of all threads till then: ${ms(complete?.processorMs ?? Number.NaN)}`,
        `the coordinator's event loop meanwhile and five seconds on, ${minutes} minutes of the session in ${frames} frames: ${spread(playing)}; of processor time from one millisecond's sample to the next: ${spread(rounds)}; longest garbage collection ${ms(longestGc)}`,
        `beside it with nothing to do, which is what the machine itself takes: ${spread(idle)}`,
        `beside it from asking for the ledger to the answer: ${spread(ledger)}`,
        'no baseline: the mission gives no figure',
      ],
    }
  },
}

/** Makes a store with a feed that lacks minutes and another that has them, and says what is to be played of it. */
export function taskOf(folder: string, hasSource = true): PlayTask {
  const calendar = calendarOf(demoExchange)
  const { open } = calendar.session(date) as Session
  const [first] = calendar.trailingSessions(date, sessionsBefore)
  const whole = demoBars(symbolCount, (first as Session).date, date).map(recorded)
  const symbols = [...new Set(whole.map(({ symbol }) => symbol))]
  const path = join(folder, hasSource ? 'filling.tapedeck' : 'lacking.tapedeck')
  const store = openToWrite(path)
  const file = { synthetic: false, name: 'bench', sha256: '', at: time.now() }
  store.importFile(
    { ...file, feed: 'one' },
    whole.map((batch) =>
      batch.session === date
        ? { ...batch, columns: withHoles(batch.columns, symbols.indexOf(batch.symbol)) }
        : batch,
    ),
  )
  store.importFile(
    { ...file, feed: 'two' },
    whole.filter(({ session }) => session === date),
  )
  if (hasSource) addSource(store, 'two', parseDefinition('feed:two', {}, {}))
  store.close()
  const to = (open + jumpTo * minuteMs) as EpochMs
  return {
    ...{ path, exchange: demoExchange, session: date, symbols, speed: 600, seconds: 5 },
    jump: { to, missing: (symbolCount * jumpTo) / holeEvery },
  }
}

function withHoles(columns: BarColumns, symbol: number): BarColumns {
  const pieces: BarColumns[] = []
  const first = symbol % holeEvery
  for (let hole = first - holeEvery; hole < columns.start.length; hole += holeEvery)
    pieces.push(
      sliceColumns(columns, Math.max(0, hole + 1), Math.min(hole + holeEvery, columns.start.length)),
    )
  return joinColumns(pieces)
}
