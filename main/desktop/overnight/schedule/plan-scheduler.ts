import type { ShownEntry } from '#shared/protocol/desktop-contract.ts'
import type { ProgramCall, SchedulerEntry } from './entry.ts'
import { install, isInstalled, remove, type SchedulerPlace, schedulerEntry } from './scheduler.ts'

/** A plan of a store. */
export interface PlanOfStore {
  readonly plan: string
  /** Absolute. */
  readonly store: string
}

/** Has the system's scheduler run plans while the program is not open, as the user sees beforehand. */
export class PlanScheduler {
  readonly #place: SchedulerPlace
  readonly #commandLine: ProgramCall

  /** `commandLine` is how the command line of this program is called; the command follows it. */
  constructor(place: SchedulerPlace, commandLine: ProgramCall) {
    this.#place = place
    this.#commandLine = commandLine
  }

  entry(plan: PlanOfStore): ShownEntry {
    return shown(this.#entry(plan))
  }

  async install(plan: PlanOfStore): Promise<ShownEntry> {
    const entry = this.#entry(plan)
    await install(entry)
    return shown(entry)
  }

  async uninstall(plan: PlanOfStore): Promise<ShownEntry> {
    const entry = this.#entry(plan)
    await remove(entry)
    return shown(entry)
  }

  #entry({ plan, store }: PlanOfStore): SchedulerEntry {
    const { program, args } = this.#commandLine
    const command = ['prefetch', 'run', plan, '--due', '--store', store, '--json']
    return schedulerEntry({ plan, store, call: { program, args: [...args, ...command] } }, this.#place)
  }
}

function shown(entry: SchedulerEntry): ShownEntry {
  return {
    scheduler: entry.scheduler,
    files: entry.files.map(({ path, text }) => ({ path, text })),
    commands: entry.install.map(({ program, args }) => [program, ...args].join(' ')),
    installed: isInstalled(entry),
  }
}
