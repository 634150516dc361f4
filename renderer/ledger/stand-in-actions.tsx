import { useState } from 'react'
import { standInMeaning } from '#shared/gaps/stand-in.ts'
import type { GapRow } from '#shared/protocol/ledger-calls.ts'
import { engine } from '../engine/link.ts'
import { useChart } from '../stores/chart.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useReplay } from '../stores/replay.ts'
import { attempt, tell } from '../stores/toasts.ts'
import { Button } from '../ui/button.tsx'
import { standInObstacle, standInWords } from './stand-in-words.ts'

const quiet = 'h-7 text-xs'

/** Puts synthetic bars into a gap, after saying what they are, and takes them back. */
export function StandInActions({ gap }: { gap: GapRow }) {
  const [open, setOpen] = useState(false)
  const access = useOpenStore(({ store }) => store?.access)
  const view = useReplay((state) => state.view)
  const obstacle = standInObstacle({ gapClass: gap.class, access, view })
  const standing = (gap.standIns ?? []).reduce((sum, { start, end }) => sum + (end - start), 0)
  const isFull = standing >= gap.end - gap.start
  if (open)
    return (
      <div className="border-line border-t p-3.5">
        <p className="text-sm" data-testid="stand-in-meaning">
          {standInMeaning}
        </p>
        <div className="mt-2.5 flex justify-end gap-2">
          <Button look="plain" onClick={() => setOpen(false)}>
            Cancel
          </Button>
          <Button look="accent" onClick={() => void change(gap, false).then(() => setOpen(false))}>
            Fill with synthetic bars
          </Button>
        </div>
      </div>
    )
  return (
    <div className="border-line border-t p-1.5">
      <div className="flex gap-1">
        {!isFull && (
          <Button
            look="plain"
            className={quiet}
            disabled={obstacle !== undefined}
            onClick={() => setOpen(true)}
          >
            Fill with synthetic bars …
          </Button>
        )}
        {standing > 0 && (
          <Button
            look="plain"
            className={quiet}
            disabled={obstacle !== undefined}
            onClick={() => void change(gap, true)}
          >
            Take synthetic bars back
          </Button>
        )}
      </div>
      {obstacle && <p className="px-3 text-muted text-xs">{obstacle}</p>}
    </div>
  )
}

async function change({ start }: GapRow, takeBack: boolean): Promise<void> {
  const { symbol } = useChart.getState()
  if (!symbol) return
  const done = await attempt(() => engine().call('ledger.standIn', { symbol, start, takeBack }))
  if (done) tell('info', `${symbol}: ${standInWords(done, takeBack)}`)
}
