import { performance } from 'node:perf_hooks'
import type { CalendarOverlays } from '#shared/calendar/overlays.ts'
import type { Channel } from '#shared/protocol/channel.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { type Server, serve } from '#shared/protocol/server.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { AskedGates } from '../../sources/limits/asked-gates.ts'
import { openStore } from '../../store/open.ts'
import type { StoreReader } from '../../store/store.ts'
import { AskedSecrets } from './asked-secrets.ts'
import { type UpkeepContract, type UpkeepThreadSettings, upkeepContract } from './contract.ts'
import { type RunNews, type RunPlan, type RunSurroundings, UpkeepRun } from './upkeep-run.ts'

/** What the thread has of the open replay. */
interface Open {
  readonly number: number
  readonly run: UpkeepRun
  readonly store: StoreReader
  readonly calendars: Calendars
}

interface BeginPlan extends RunPlan {
  readonly path: string
  readonly overlays: CalendarOverlays
}

/** What asking sources needs: wall time, timers and chance. Keys come from the coordinator. */
export type UpkeepSurroundings = Omit<RunSurroundings, 'store' | 'calendars' | 'secrets' | 'gateOf'>

/**
 * Answers the coordinator in the thread of upkeep, whatever there is to do, until the channel ends (L5). What fails
 * is told and ends nothing.
 */
export function serveUpkeep(channel: Channel, around: UpkeepSurroundings): Server<UpkeepContract> {
  const secrets = new AskedSecrets((wanted) => server.emit('wanted', wanted), around.ticker)
  const gates = new AskedGates({
    wanted: (wanted) => server.emit('turnWanted', wanted),
    over: (turn) => server.emit('turnOver', turn),
  })
  const desk = new UpkeepDesk({ ...around, secrets, gateOf: gates.of })
  const server: Server<UpkeepContract> = serve(
    upkeepContract,
    channel,
    {
      calls: {
        pulse: () => ({ cpuMs: cpuMs() }),
        ledger: (question) => desk.run().ledger(question),
        evidence: ({ question, time }) => desk.run().evidence(question, time),
        retry: (request) => desk.run().retry(request),
      },
      signals: {
        begin: guarded((plan) => {
          const run = desk.begin(plan, {
            graded: (graded) => server.emit('graded', graded),
            found: (found) => server.emit('found', found),
            trouble,
          })
          server.emit('sources', { run: plan.run, sources: run.sources })
        }),
        symbols: guarded(({ run, symbols }) => desk.of(run)?.add(symbols)),
        clock: guarded(({ run, clock }) => desk.of(run)?.follow(clock)),
        configure: guarded((settings) => desk.configure(settings)),
        sourcesChanged: guarded(() => {
          const open = desk.changeSources()
          if (open) server.emit('sources', open)
        }),
        storeChanged: guarded(() => desk.noteChanges()),
        calendarsChanged: guarded((overlays) => desk.changeCalendars(overlays)),
        secret: (answer) => secrets.answer(answer),
        turn: (turn) => gates.answer(turn),
        kept: guarded((answer) => desk.of(answer.run)?.kept(answer)),
        end: guarded(({ run }) => desk.end(run)),
      },
    },
    {
      onClose: () => {
        desk.close()
        secrets.close()
        gates.close()
      },
      onBadMessage: ({ message }) => trouble(message),
    },
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
  readonly #around: Omit<RunSurroundings, 'store' | 'calendars'>
  #open: Open | undefined

  constructor(around: Omit<RunSurroundings, 'store' | 'calendars'>) {
    this.#around = around
  }

  /** Opens a replay in place of the one before. Throws what its store cannot be opened for. */
  begin({ path, overlays, ...plan }: BeginPlan, news: RunNews): UpkeepRun {
    this.close()
    const store = openStore(path, { access: 'read' })
    try {
      const calendars = new Calendars(overlays)
      const run = new UpkeepRun(plan, { ...this.#around, store, calendars }, news)
      this.#open = { number: plan.run, run, store, calendars }
      return run
    } catch (error) {
      store.close()
      throw error
    }
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

  /** Reads the sources anew; answers whose run has how many now, undefined when there is none. */
  changeSources(): { readonly run: number; readonly sources: number } | undefined {
    if (!this.#open) return undefined
    const { number, run } = this.#open
    run.changeSources()
    return { run: number, sources: run.sources }
  }

  noteChanges(): void {
    this.#open?.run.noteChanges()
  }

  changeCalendars(overlays: CalendarOverlays): void {
    this.#open?.calendars.replace(overlays)
    this.noteChanges()
  }

  end(number: number): void {
    if (this.#open?.number === number) this.close()
  }

  close(): void {
    if (!this.#open) return
    const { run, store } = this.#open
    this.#open = undefined
    void run.end()
    store.close()
  }
}

/** Time in which the thread was at work: Electron's runtime does not tell its processor time. */
function cpuMs(): number {
  return performance.eventLoopUtilization().active
}
