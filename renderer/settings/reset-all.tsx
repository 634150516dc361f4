import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useSettings } from '../stores/settings.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { resetAllSettings } from './change-settings.ts'

/** Gives every setting its default again, once that is confirmed. */
export function ResetAll({ disabled }: { disabled: boolean }) {
  const [asking, setAsking] = useState(false)
  const count = useSettings(({ state }) => state?.set.length ?? 0)
  const hasProblems = useSettings(({ state }) => state !== undefined && state.problems.length > 0)
  const close = (): void => setAsking(false)
  const reset = (): void => {
    close()
    void resetAllSettings()
  }
  return (
    <>
      <Button disabled={disabled || (count === 0 && !hasProblems)} onClick={() => setAsking(true)}>
        <RotateCcw className="size-3.5" aria-hidden="true" /> Reset all …
      </Button>
      <Dialog
        title="Reset all settings?"
        description={`Every setting gets its default again; ${count} ${count === 1 ? 'is' : 'are'} set by you.`}
        open={asking}
        onClose={close}
      >
        <div className="flex justify-end gap-2">
          <Button autoFocus onClick={close}>
            Keep them
          </Button>
          <Button look="danger" onClick={reset}>
            Reset all
          </Button>
        </div>
      </Dialog>
    </>
  )
}
