import type { Channel } from '#shared/protocol/channel.ts'
import type { Settings } from '#shared/settings/settings.ts'
import type { Calendars } from '../calendars/calendars.ts'
import { SessionFetch } from '../session-fetch/session-fetch.ts'
import type { SettingsFile } from '../settings/settings-file.ts'
import type { SharedGates } from '../sources/limits/shared-gates.ts'
import type { StoreSecrets } from '../sources/secrets/store-secrets.ts'
import type { FilledBars, SessionFill } from '../store/fills/stored-fill.ts'
import type { Tell } from '../system/news.ts'
import type { OpenStore } from '../system/open-store.ts'
import type { Ticker } from '../time/ticker.ts'
import type { TimeProvider } from '../time/time-provider.ts'
import { OvernightLink } from './overnight/overnight-link.ts'
import { overnightState, runUnderWay } from './overnight/overnight-state.ts'
import { PlanDesk } from './plan-desk.ts'
import { PrefetchDesk, type PrefetchHost } from './prefetch-desk.ts'
import { type ManagerSurroundings, PrefetchManager } from './prefetch-manager.ts'
import type { RunnerNews } from './runner/plan-runner.ts'
import { openRunStore } from './runner/run-store.ts'
import { symbolsOfPlan } from './use/plan-symbols.ts'
import { SymbolUse } from './use/symbol-use.ts'

export interface PrefetchSurroundings {
  readonly store: OpenStore
  readonly calendars: Calendars
  readonly settings: SettingsFile
  readonly secrets: StoreSecrets
  readonly gates: SharedGates
  /** Starts a thread for one run and returns the pipe to it. */
  readonly start: () => Channel
  /** Has what a source said stored. */
  readonly keep: (fill: SessionFill) => Promise<FilledBars>
  readonly time: TimeProvider
  readonly ticker: Ticker
  readonly tell: Tell
}

/** Everything that makes sessions ready ahead, and what goes on between its parts. */
export class PrefetchSystem {
  /** Plans, and when they run. */
  readonly plans: PlanDesk
  /** Which symbols are used. */
  readonly use: SymbolUse
  /** Does the runs of plans, and has what they made ready. */
  readonly desk: PrefetchDesk
  /** Runs plans at their times, and by hand. */
  readonly runs: PrefetchManager
  /** Fetches sessions by hand. */
  readonly fetch: SessionFetch
  /** What the desktop hears of that runs without a window. */
  readonly overnight: OvernightLink
  readonly #store: OpenStore

  constructor(around: PrefetchSurroundings) {
    const { store, calendars, settings, secrets, gates, start, keep, time, ticker, tell } = around
    const { values } = settings
    this.#store = store
    const reads = { start, storePath: () => store.reader.path, overlays: () => calendars.overlays }
    const trouble = (message: string): void => tell('trouble', { severity: 'warning', message })
    this.plans = new PlanDesk({
      ...{ store, calendars, time },
      runner: () => this.runs.runner.runner,
      windowMinutes: () => settings.values.prefetchWindowMinutes,
      changed: () => {
        tell('prefetch.changed', { part: 'plans' })
        void this.runs.look().then(() => this.overnight.changed())
      },
    })
    this.use = new SymbolUse({
      ...{ store, time, trouble },
      learns: () => settings.values.prefetchLearnSymbols,
      changed: () => tell('prefetch.changed', { part: 'used' }),
    })
    this.fetch = new SessionFetch({
      ...{ ...reads, keep, secrets, gates, calendars, time, ticker },
      maxTries: () => Math.max(1, settings.values.dataUpkeepMaxRetries),
      told: (state) => tell('calendar.fetching', state),
    })
    const desk: PrefetchHost = {
      ...{ ...reads, keep, secrets, gates, calendars, time, ticker },
      reader: () => (store.isOpen ? store.reader : undefined),
      symbolsOf: (plan) => symbolsOfPlan(store.reader, plan, time.now()),
      started: (session) => tell('prefetch.started', session),
    }
    this.desk = new PrefetchDesk(desk, values)
    const runs: ManagerSurroundings = {
      ...{ store: openRunStore(store), calendars, time, ticker },
      runPlan: (...of) => this.desk.run(...of),
      news: this.#newsOfRuns(tell, trouble),
      owner: `Tapedeck (process ${process.pid})`,
      pid: process.pid,
    }
    this.runs = new PrefetchManager(runs, values)
    this.overnight = new OvernightLink(
      () => overnightState(this.plans, this.runs),
      () => void this.runs.look(),
    )
  }

  /** Applies other settings from now on. */
  configure(values: Settings): void {
    this.desk.configure(values)
    this.runs.configure(values)
    this.overnight.changed()
  }

  /** Sessions are others than before, and with them the times of the plans. */
  calendarsChanged(): void {
    void this.runs.look()
    this.overnight.changed()
  }

  /** Has `open` open a store: what runs in the one before ends first, unless it is the same. */
  async openAnew<T>(isOther: boolean, open: () => Promise<T>): Promise<T> {
    if (isOther) await this.#stop()
    const opened = await open().finally(() => {
      if (this.#store.isOpen) this.runs.start()
    })
    this.#startAnew()
    return opened
  }

  /** Ends what runs and has `close` close the store. */
  async closeAfter(close: () => Promise<void>): Promise<void> {
    await this.#stop()
    await close()
    this.#startAnew()
  }

  /** What a fetch or a run still brings is stored where it belongs, before another store takes its place. */
  async #stop(): Promise<void> {
    await Promise.all([this.fetch.startAnew(), this.runs.stop()])
  }

  #startAnew(): void {
    this.desk.startAnew()
    this.overnight.changed()
  }

  #newsOfRuns(tell: Tell, trouble: (message: string) => void): RunnerNews {
    return {
      trouble,
      changed: () => {
        tell('prefetch.changed', { part: 'runs' })
        this.overnight.changed()
      },
      progress: (run, cells) => {
        tell('prefetch.progress', { run, cells: [...cells] })
        this.overnight.progressed(runUnderWay(this.runs.runner))
      },
      ended: (run) => {
        tell('prefetch.progress', { run, cells: [] })
        this.overnight.ended(run)
      },
    }
  }
}
