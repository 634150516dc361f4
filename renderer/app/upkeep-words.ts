import type { UpkeepStatus } from '#shared/protocol/upkeep-events.ts'
import { formatCount } from '../charts/prices.ts'

/** Coverage comes of the calendar and the bars that are there, whoever looks after them (G9). */
const measured = 'Coverage is measured from the calendar and the bars all the same.'

/** "Upkeep off", or the share of one core that it takes, in percent. */
export function upkeepWords({ state, cpuPercent }: UpkeepStatus): string {
  if (state !== 'running') return `Upkeep ${state}`
  return cpuPercent === undefined ? 'Upkeep running' : `Upkeep ${cpuPercent.toFixed(1)} % CPU`
}

/** What that means: what is done while it is so, and what is not. */
export function explainUpkeep({ state, asking, filled }: UpkeepStatus): string {
  switch (state) {
    case 'off':
      return `Off in the settings: no source is asked and nothing is filled. ${measured}`
    case 'restarting':
      return `Ended unexpectedly and is started again; until then nothing is filled. ${measured}`
    case 'stopped':
      return `Ended again and again: nothing is filled. ${measured} Open the session again to try once more.`
    default: {
      const bars = filled === 1 ? '1 minute' : `${formatCount(filled)} minutes`
      const now = asking > 0 ? ` Asking sources for ${formatCount(asking)} of its symbols.` : ''
      return `Looks for missing minutes beside the replay: its share of one processor core. ${bars} filled.${now}`
    }
  }
}
