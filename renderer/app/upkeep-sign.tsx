import type { UpkeepStatus } from '#shared/protocol/upkeep-events.ts'
import { formatCount } from '../charts/prices.ts'
import { useUpkeep } from '../stores/upkeep.ts'
import { classes } from '../ui/classes.ts'
import { Tip } from '../ui/tip.tsx'

/** How the upkeep of the open session is doing; nothing while no session is open. */
export function UpkeepSign() {
  const status = useUpkeep((state) => state.status)
  if (!status || status.state === 'idle') return null
  const isWrong = status.state === 'restarting' || status.state === 'stopped'
  return (
    <Tip text={explain(status)} side="top">
      <span data-testid="upkeep" className={classes('tabular-nums', isWrong && 'text-warn')}>
        {wordsOf(status)}
      </span>
    </Tip>
  )
}

function wordsOf({ state, cpuPercent }: UpkeepStatus): string {
  if (state !== 'running') return `Upkeep ${state}`
  return cpuPercent === undefined ? 'Upkeep running' : `Upkeep ${cpuPercent.toFixed(1)} % CPU`
}

function explain({ state, asking, filled }: UpkeepStatus): string {
  switch (state) {
    case 'off':
      return 'Off in the settings: missing minutes are neither looked for nor filled, and quality is not measured'
    case 'restarting':
      return 'Ended unexpectedly and is started again; until then quality is not measured'
    case 'stopped':
      return 'Ended again and again: quality is not measured. Open the session again to try once more'
    default: {
      const bars = filled === 1 ? '1 minute' : `${formatCount(filled)} minutes`
      const now = asking > 0 ? ` Asking sources for ${formatCount(asking)} of its symbols.` : ''
      return `Looks for missing minutes beside the replay: its share of one processor core. ${bars} filled.${now}`
    }
  }
}
