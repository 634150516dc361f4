import { useUpkeep } from '../stores/upkeep.ts'
import { classes } from '../ui/classes.ts'
import { Tip } from '../ui/tip.tsx'
import { explainUpkeep, upkeepWords } from './upkeep-words.ts'

/** How the upkeep of the open session is doing; nothing while no session is open. */
export function UpkeepSign() {
  const status = useUpkeep((state) => state.status)
  if (!status || status.state === 'idle') return null
  const isWrong = status.state === 'restarting' || status.state === 'stopped'
  return (
    <Tip text={explainUpkeep(status)} side="top">
      <span data-testid="upkeep" className={classes('tabular-nums', isWrong && 'text-warn')}>
        {upkeepWords(status)}
      </span>
    </Tip>
  )
}
