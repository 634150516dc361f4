import { useState } from 'react'
import { standInMeaning } from '#shared/gaps/stand-in.ts'
import type { GapRow } from '#shared/protocol/ledger-calls.ts'
import { engine } from '../engine/link.ts'
import { useChart } from '../stores/chart.ts'
import { useReadOnlyReason } from '../stores/read-only.ts'
import { useReplay } from '../stores/replay.ts'
import { attempt } from '../stores/toasts.ts'
import { Button } from '../ui/button.tsx'
import { standInObstacle, standInWords } from './stand-in-words.ts'

const quiet = 'h-7 text-xs'

/** Puts synthetic bars into a gap, after saying what they are, and takes them back. */
export function StandInActions({ gap }: { gap: GapRow }) {
  const [open, setOpen] = useState(false)
  const [said, setSaid] = useState<string>()
  const readOnly = useReadOnlyReason()
  const view = useReplay((state) => state.view)
  const obstacle = standInObstacle({ gapClass: gap.class, readOnly, view })
  const standing = (gap.standIns ?? []).reduce((sum, { start, end }) => sum + (end - start), 0)
  const isFull = standing >= gap.end - gap.start
  const ask = async (takeBack: boolean): Promise<void> => {
    setSaid(await change(gap, takeBack))
    setOpen(false)
  }
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
          <Button look="accent" onClick={() => void ask(false)}>
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
            onClick={() => void ask(true)}
          >
            Take synthetic bars back
          </Button>
        )}
      </div>
      <p role="status" className="px-3 text-muted text-xs" data-testid="stand-in-said">
        {readOnly === undefined && (obstacle ?? said)}
      </p>
    </div>
  )
}

/** What came of it, in words; undefined where a refusal was told. */
async function change({ start }: GapRow, takeBack: boolean): Promise<string | undefined> {
  const { symbol } = useChart.getState()
  if (!symbol) return undefined
  const done = await attempt(() => engine().call('ledger.standIn', { symbol, start, takeBack }))
  return done && standInWords(done, takeBack)
}
