import type { ListedSource } from '#shared/protocol/source-calls.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { removeSource } from './sources.ts'

/** Removes a source, once that is confirmed. */
export function RemoveDialog({
  open,
  source,
  onClose,
  onClosed,
}: {
  open: boolean
  source: ListedSource
  onClose: () => void
  onClosed: () => void
}) {
  const remove = (): void => {
    onClose()
    void removeSource(source)
  }
  return (
    <Dialog
      title={`Remove ${source.name}?`}
      description="It is not asked any more and its keys are forgotten. Bars that were filled from it stay."
      open={open}
      onClose={onClose}
      onClosed={onClosed}
    >
      <div className="flex justify-end gap-2">
        <Button autoFocus onClick={onClose}>
          Keep it
        </Button>
        <Button look="danger" onClick={remove}>
          Remove
        </Button>
      </div>
    </Dialog>
  )
}
