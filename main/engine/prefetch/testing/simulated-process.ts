import { onTestFinished } from 'vitest'
import { defaultSettings } from '#shared/settings/settings.ts'
import { Calendars } from '../../calendars/calendars.ts'
import { openStore } from '../../store/open.ts'
import type { StoreWriter } from '../../store/store.ts'
import type { RunPlan } from '../plan-run.ts'
import { PrefetchManager, type PrefetchSettings } from '../prefetch-manager.ts'
import type { RunnerNews } from '../runner/plan-runner.ts'
import { ownRunStore } from '../runner/run-store.ts'
import type { SimulatedComputer } from './simulated-computer.ts'

export interface ProcessOptions {
  readonly runPlan: RunPlan
  readonly settings?: PrefetchSettings
  readonly calendars?: Calendars
  readonly news?: Partial<RunnerNews>
}

const noNews: RunnerNews = {
  changed: () => undefined,
  progress: () => undefined,
  ended: () => undefined,
  trouble: () => undefined,
}

/** A program that owns a store and runs its plans on a simulated computer, with a number of its own; it ends with the test. */
export class SimulatedProcess {
  static #lastPid = 1000
  /** Numbers of those that have not ended. */
  static readonly #alive = new Set<number>()

  readonly manager: PrefetchManager
  readonly writer: StoreWriter
  readonly #pid: number
  readonly #computer: SimulatedComputer

  constructor(computer: SimulatedComputer, path: string, options: ProcessOptions) {
    const { runPlan, settings = defaultSettings, calendars = new Calendars(), news } = options
    this.#computer = computer
    this.#pid = ++SimulatedProcess.#lastPid
    SimulatedProcess.#alive.add(this.#pid)
    const owner = `process ${this.#pid}`
    this.writer = openStore(path, { access: 'write', create: true, owner, time: computer })
    onTestFinished(() => this.#ended())
    this.manager = new PrefetchManager(
      {
        store: ownRunStore(this.writer, (pid) => SimulatedProcess.#alive.has(pid)),
        time: computer,
        ticker: computer,
        runPlan,
        news: { ...noNews, ...news },
        owner,
        pid: this.#pid,
        calendars,
      },
      settings,
    )
  }

  /** Ends in the midst of whatever it does, as the operating system sees it: what it owned is free. */
  crash(): void {
    this.#computer.crash()
    this.#ended()
  }

  async quit(): Promise<void> {
    await this.manager.stop()
    this.#ended()
  }

  #ended(): void {
    if (SimulatedProcess.#alive.delete(this.#pid)) this.writer.close()
  }
}
