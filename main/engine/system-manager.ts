import { resolve } from 'node:path'
import type { Channel } from '#shared/protocol/channel.ts'
import type { StoreState } from '#shared/protocol/store-calls.ts'
import { BacktestDesk } from './backtest/desk/backtest-desk.ts'
import { keptBeside } from './backtest/kept/kept-file.ts'
import { CalendarQualities } from './calendar-quality/calendar-quality.ts'
import type { OverlayFile } from './calendars/overlay-file.ts'
import { PaperDesk } from './paper/paper-desk.ts'
import { PrefetchSystem } from './prefetch/prefetch-system.ts'
import { ReplayDesk } from './replay/replay-desk.ts'
import type { ReplayNews } from './replay/replay-news.ts'
import type { SettingsFile } from './settings/settings-file.ts'
import { SourceDesk } from './sources/desk/source-desk.ts'
import { SharedGates } from './sources/limits/shared-gates.ts'
import { DesktopKeys } from './sources/secrets/desktop-keys.ts'
import { StoreSecrets } from './sources/secrets/store-secrets.ts'
import type { FilledBars, SessionFill } from './store/fills/stored-fill.ts'
import { WriterLink } from './store-writer/writer-link.ts'
import { StrategyLibrary } from './strategies/strategy-library.ts'
import { sweepsBeside } from './sweep/desk/kept-sweeps.ts'
import { SweepDesk } from './sweep/desk/sweep-desk.ts'
import { ImportJobs } from './system/import-jobs.ts'
import type { Tell } from './system/news.ts'
import { type Opening, OpenStore } from './system/open-store.ts'
import type { Ticker } from './time/ticker.ts'
import type { TimeProvider } from './time/time-provider.ts'
import { DataUpkeep } from './upkeep/data-upkeep/data-upkeep.ts'
import { ReplayLedger } from './upkeep/replay-ledger.ts'
import { ReplayStandIns } from './upkeep/replay-stand-ins.ts'

export interface SystemOptions {
  readonly version: string
  readonly time: TimeProvider
  readonly ticker: Ticker
  readonly settings: SettingsFile
  readonly overlays: OverlayFile
  /** Starts the thread that writes to the store and returns the pipe to it. */
  readonly startWriter: () => Channel
  /** Starts the thread that looks after the data of a replay and returns the pipe to it. */
  readonly startUpkeep: () => Channel
  /** Starts a thread for one run of prefetch and returns the pipe to it. */
  readonly startPrefetch: () => Channel
  /** Starts a thread for backtests and returns the pipe to it. */
  readonly startBacktests: () => Channel
  /** Starts a thread for one sweep and returns the pipe to it. */
  readonly startSweep: () => Channel
  /** The thread in which the text of a strategy says what it is. */
  readonly describeThread: URL
  /** The environment, whose keys of sources serve where the window has none. */
  readonly variables: Readonly<Record<string, string | undefined>>
  /** Uniform in [0, 1). */
  readonly random: () => number
}

/** Makes the whole engine: everything it is composed of, and nothing running yet. */
export function createSystem(options: SystemOptions): SystemManager {
  return new SystemManager(options)
}

/** The engine's parts and what goes on between them. One window listens to it at a time. */
export class SystemManager {
  readonly version: string
  readonly time: TimeProvider
  readonly ticker: Ticker
  readonly settings: SettingsFile
  /** The calendars, and what the user changed of them. */
  readonly overlays: OverlayFile
  readonly store: OpenStore
  readonly imports: ImportJobs
  readonly replays: ReplayDesk
  /** Orders that are placed by hand in the open replay. */
  readonly paper: PaperDesk
  readonly upkeep: DataUpkeep
  /** What makes sessions ready ahead. */
  readonly prefetch: PrefetchSystem
  /** Runs of strategies over stored bars, and what is kept of them. */
  readonly backtests: BacktestDesk
  /** Strategies run with many params. */
  readonly sweeps: SweepDesk
  /** What lets sources in: keys of the desktop, on demand, and of the environment. */
  readonly keys: DesktopKeys
  readonly secrets: StoreSecrets
  readonly sources: SourceDesk
  /** The missing minutes of the open replay. */
  readonly ledger: ReplayLedger
  /** How complete the stored sessions are, whatever is replayed. */
  readonly calendarQualities: CalendarQualities
  /** Synthetic bars in these. */
  readonly standIns: ReplayStandIns
  readonly strategies: StrategyLibrary
  readonly #writer: WriterLink
  #tell: Tell = () => undefined

  constructor(options: SystemOptions) {
    const { version, time, ticker, settings, overlays, variables, random } = options
    const { startWriter, startUpkeep, startPrefetch, startBacktests, startSweep, describeThread } = options
    this.version = version
    this.time = time
    this.ticker = ticker
    this.settings = settings
    settings.onChange((values) => {
      this.#tell('settings.changed', settings.state())
      this.replays.configure(values)
      this.upkeep.configure(values)
      this.prefetch.configure(values)
    })
    this.overlays = overlays
    overlays.calendars.onChange(({ calendar: { exchange, version }, sessions }) => {
      this.#forgetRead()
      this.upkeep.calendarsChanged()
      this.#tell('calendar.changed', { exchange, version, sessions: [...sessions] })
      this.prefetch.calendarsChanged()
    })
    overlays.onProblem((message) => this.#tell('trouble', { severity: 'warning', message }))
    this.#writer = new WriterLink(startWriter)
    this.store = new OpenStore(this.#writer, (state) => {
      this.#forgetRead()
      this.paper.storeChanged(state?.path)
      this.upkeep.storeChanged()
      this.#tell('store.changed', state ?? null)
    })
    this.keys = new DesktopKeys((source) => this.sources.changed(source))
    const gates = new SharedGates(ticker)
    this.secrets = new StoreSecrets(() => this.store.reader, this.keys, variables)
    this.sources = new SourceDesk({
      store: this.store,
      secrets: this.secrets,
      calendars: overlays.calendars,
      time,
      ticker,
      random,
      gateOf: gates.of,
      changed: () => this.upkeep.sourcesChanged(),
      listed: () => this.#tell('sources.changed', null),
    })
    this.calendarQualities = new CalendarQualities({
      store: this.store,
      calendars: overlays.calendars,
      time,
      ticker,
    })
    this.imports = new ImportJobs(this.store, {
      progress: (news) => this.#tell('import.progress', news),
      done: (news) => {
        this.replays.imported()
        this.#tell('import.done', news)
      },
      failed: (news) => {
        // Files before the one that failed are stored.
        this.replays.imported()
        this.#tell('import.failed', news)
      },
    })
    this.paper = new PaperDesk(ticker, {
      changed: (news) => this.#tell('paper.changed', news),
      recorded: (news) => this.#tell('paper.record', news),
    })
    const news: ReplayNews = {
      frame: (frame) => this.#tell('frame', frame),
      sessions: (reports) => this.#tell('session.changed', [...reports]),
      opened: (replay) => {
        this.upkeep.follow(replay)
        this.paper.follow(replay)
      },
      previousCloses: (closes) => this.#tell('replay.previousCloses', closes),
      opening: (opening) => this.#tell('replay.opening', opening),
      rolled: (rolled) => this.#tell('replay.rolled', rolled),
      started: (info, start) => this.prefetch.desk.noteStart(info, start),
      trouble: ({ message }) => this.#tell('trouble', { severity: 'warning', message }),
    }
    this.upkeep = new DataUpkeep(startUpkeep, ticker, settings.values, {
      storePath: () => (this.store.isOpen ? this.store.reader.path : undefined),
      overlays: () => overlays.calendars.overlays,
      keep: (fills, path) => this.#keep(fills, path),
      secrets: this.secrets,
      gates,
      changed: (status) => this.#tell('upkeep.changed', status),
      graded: (quality) => this.#tell('upkeep.quality', quality),
      trouble: (message) => this.#tell('trouble', { severity: 'warning', message }),
    })
    this.prefetch = new PrefetchSystem({
      ...{
        store: this.store,
        calendars: overlays.calendars,
        settings,
        secrets: this.secrets,
        gates,
        time,
        ticker,
      },
      start: startPrefetch,
      keep: async (fill) => one(await this.#keep([fill], this.store.reader.path)),
      tell: (...news) => this.#tell(...news),
    })
    this.replays = new ReplayDesk(ticker, news, overlays.calendars, settings.values, this.prefetch.desk)
    this.backtests = new BacktestDesk({
      start: startBacktests,
      keptPath: keptBeside(settings.path),
      storePath: () => this.store.reader.path,
      overlays: () => overlays.calendars.overlays,
      ticker,
      tell: (...news) => this.#tell(...news),
    })
    this.sweeps = new SweepDesk({
      start: startSweep,
      keptPath: sweepsBeside(settings.path),
      storePath: () => this.store.reader.path,
      overlays: () => overlays.calendars.overlays,
      ticker,
      tell: (...news) => this.#tell(...news),
    })
    this.ledger = new ReplayLedger({
      store: this.store,
      calendars: overlays.calendars,
      ticker,
      time,
      thread: this.upkeep,
      replay: () => this.replays.replay,
      changed: (session) => this.#tell('ledger.changed', [session]),
    })
    this.strategies = new StrategyLibrary({
      settingsPath: settings.path,
      ...{ time, ticker, describeThread },
      changed: (ids) => this.#tell('strategies.changed', { ids: [...ids] }),
    })
    this.standIns = new ReplayStandIns({
      ...{ store: this.store, calendars: overlays.calendars, ticker, time },
      replay: () => this.replays.replay,
      changed: (news) => {
        this.ledger.forget()
        this.#tell('ledger.changed', [news])
      },
    })
  }

  /** Tells `tell` what happens from now on. What the listener before had open in a replay is closed. */
  listen(tell: Tell): void {
    this.replays.startAnew()
    this.#tell = tell
    tell('upkeep.changed', this.upkeep.status())
    this.backtests.retell()
    if (this.overlays.problem !== undefined)
      tell('trouble', { severity: 'warning', message: this.overlays.problem })
  }

  /** Opens, or makes and opens, a store in place of the open one. Ends an import; the replay goes when this works. */
  async openStore(path: string, opening: Opening): Promise<StoreState> {
    await this.imports.stop()
    // A window that comes back opens the store that is open: what runs in it goes on.
    const isOther = opening !== 'open' || this.store.state()?.path !== resolve(path)
    if (isOther) await Promise.all([this.backtests.stop(), this.sweeps.stop()])
    const state = await this.prefetch.openAnew(isOther, () => this.store.open(path, opening))
    this.replays.close()
    this.sources.startAnew()
    return state
  }

  async closeStore(): Promise<void> {
    this.replays.close()
    await Promise.all([this.backtests.stop(), this.sweeps.stop()])
    await this.prefetch.closeAfter(async () => {
      this.sources.startAnew()
      await this.imports.stop()
      await this.store.close()
    })
  }

  /** Ends everything: replay, import, store, thread. */
  async close(): Promise<void> {
    this.#tell = () => undefined
    await this.closeStore()
    this.upkeep.close()
    this.strategies.close()
    this.#writer.close()
    await this.backtests.close()
    this.keys.close()
    this.prefetch.overnight.close()
  }

  /** Has what sources said stored in the store at a path; the ledger of those sessions is another then. */
  async #keep(fills: readonly SessionFill[], path: string): Promise<readonly FilledBars[]> {
    const bars = await this.store.keepIn(path, (writer) => writer.call('storeFills', [...fills]))
    this.ledger.forget()
    this.prefetch.desk.changed()
    for (const [index, { symbol, session }] of fills.entries())
      if ((bars[index]?.added ?? 0) > 0) this.replays.sessionFilled({ symbol, session })
    this.#tell(
      'ledger.changed',
      fills.map(({ symbol, session }) => ({ symbol, session })),
    )
    return bars
  }

  /** The store, or a calendar, is not what it was. */
  #forgetRead(): void {
    this.replays.forgetRead()
    this.ledger.forget()
    this.prefetch.desk.changed()
  }
}

/** The answer to the one thing that was asked. */
function one<T>([answer]: readonly T[]): T {
  if (answer === undefined) throw new RangeError('Nothing was answered')
  return answer
}
