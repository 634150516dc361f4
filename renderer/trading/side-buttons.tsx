import { shortcutOf } from '../app/commands/commands.ts'
import { useReplay } from '../stores/replay.ts'
import { useShownRun } from '../stores/shown-run.ts'
import { classes } from '../ui/classes.ts'
import { keepFocus } from '../ui/input-mode.ts'
import { Tip } from '../ui/tip.tsx'
import { sideLooks } from './side-looks.ts'
import { openTicket } from './ticket.ts'

/** Opens the ticket to buy and to sell, while orders are those placed by hand. */
export function SideButtons() {
  const isOpen = useReplay(({ status }) => status.state === 'open')
  const hasRun = useShownRun((state) => state.run !== undefined)
  if (hasRun) return null
  return (
    <span className="flex gap-1.5">
      {(['buy', 'sell'] as const).map((side) => (
        <Tip
          key={side}
          text={side === 'buy' ? 'A paper order to buy' : 'A paper order to sell'}
          shortcut={shortcutOf(side)}
          side="top"
        >
          <button
            type="button"
            disabled={!isOpen}
            onMouseDown={keepFocus}
            onClick={() => openTicket(side)}
            className={classes(
              'h-6 rounded-sm border px-2.5 font-semibold text-xs transition-colors disabled:opacity-40',
              sideLooks[side],
            )}
          >
            {side === 'buy' ? 'Buy …' : 'Sell …'}
          </button>
        </Tip>
      ))}
    </span>
  )
}
