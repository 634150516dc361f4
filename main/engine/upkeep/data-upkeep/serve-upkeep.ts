import { threadCpuUsage } from 'node:process'
import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import type { Channel } from '#shared/protocol/channel.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { type Server, serve } from '#shared/protocol/server.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { openStore } from '../../store/open.ts'
import type { StoreReader } from '../../store/store.ts'
import type { TimeProvider } from '../../time/time-provider.ts'
import { type UpkeepContract, type UpkeepThreadSettings, upkeepContract } from './contract.ts'
import { feedFiller } from './feed-filler.ts'
import type { Filler } from './filler.ts'
import { type RunNews, type RunPlan, UpkeepRun } from './upkeep-run.ts'

/** What the thread has of the open replay. */
interface Open {
  readonly number: number
  readonly run: UpkeepRun
  readonly store: StoreReader
  readonly filler: Filler
}

interface BeginPlan extends RunPlan {
  readonly path: string
  readonly overlays: CalendarOverlays
  readonly settings: UpkeepThreadSettings
}

export interface UpkeepOptions {
  /** Wall time: when a source was asked. */
  readonly time: TimeProvider
  /** What asks the sources of a store; the feeds of the store itself unless told. */
  readonly fillerOf?: (store: StoreReader, time: TimeProvider) => Filler
}

/**
 * Answers the coordinator in the thread of upkeep, whatever there is to do, until the channel ends (L5). What fails
 * is told and ends nothing.
 */
export function serveUpkeep(channel: Channel, options: UpkeepOptions): Server<UpkeepContract> {
  const desk = new UpkeepDesk(options)
  const server: Server<UpkeepContract> = serve(
    upkeepContract,
    channel,
    {
      calls: {
        pulse: () => ({ cpuMs: cpuMs() }),
        gaps: ({ symbol }) => desk.run().gaps(symbol),
      },
      signals: {
        begin: guarded((plan) => {
          const opened = desk.begin(plan, {
            graded: (graded) => server.emit('graded', graded),
            found: (found) => server.emit('found', found),
            trouble,
          })
          server.emit('begun', { run: plan.run, sources: opened.filler.sources })
        }),
        symbols: guarded(({ run, symbols }) => desk.of(run)?.add(symbols)),
        clock: guarded(({ run, clock }) => desk.of(run)?.follow(clock)),
        configure: guarded((settings) => desk.configure(settings)),
        kept: guarded(({ run, id, knownAt }) => desk.of(run)?.kept(id, knownAt)),
        end: guarded(({ run }) => desk.end(run)),
      },
    },
    { onClose: () => desk.close(), onBadMessage: ({ message }) => trouble(message) },
  )

  function trouble(message: string): void {
    server.emit('trouble', { message })
  }

  function guarded<T>(run: (value: T) => void): (value: T) => void {
    return (value) => {
      try {
        run(value)
      } catch (error) {
        trouble(asFailure(error).message)
      }
    }
  }

  return server
}

/** Holds the one replay that is looked after. */
class UpkeepDesk {
  readonly #options: UpkeepOptions
  #open: Open | undefined

  constructor(options: UpkeepOptions) {
    this.#options = options
  }

  /** Opens a replay in place of the one before. Throws what its store cannot be opened for. */
  begin({ path, overlays, settings, ...plan }: BeginPlan, news: RunNews): Open {
    this.close()
    const store = openStore(path, { access: 'read' })
    const { time, fillerOf = feedFiller } = this.#options
    const filler = fillerOf(store, time)
    const around = { store, calendars: new Calendars(overlays), filler, settings }
    this.#open = { number: plan.run, run: new UpkeepRun(plan, around, news), store, filler }
    return this.#open
  }

  /** The open run. Throws a Failure with code 'no-replay' when there is none. */
  run(): UpkeepRun {
    if (!this.#open) throw new Failure('no-replay', 'No session is open. Open one first.')
    return this.#open.run
  }

  /** The run of a number; undefined for one that was ended. */
  of(number: number): UpkeepRun | undefined {
    return this.#open?.number === number ? this.#open.run : undefined
  }

  configure(settings: UpkeepThreadSettings): void {
    this.#open?.run.configure(settings)
  }

  end(number: number): void {
    if (this.#open?.number === number) this.close()
  }

  close(): void {
    if (!this.#open) return
    const { run, filler, store } = this.#open
    this.#open = undefined
    run.end()
    void filler.close()
    store.close()
  }
}

function cpuMs(): number {
  const { user, system } = threadCpuUsage()
  return (user + system) / 1000
}
