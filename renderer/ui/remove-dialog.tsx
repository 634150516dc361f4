import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

/** Removes something, once that is confirmed; says what goes with it and what stays. */
export function RemoveDialog({
  name,
  consequence,
  verb = 'Remove',
  open,
  onRemove,
  onClose,
  onClosed,
}: {
  name: string
  consequence: string
  verb?: 'Remove' | 'Delete'
  open: boolean
  onRemove: () => void
  onClose: () => void
  onClosed?: () => void
}) {
  return (
    <Dialog
      title={`${verb} ${name}?`}
      description={consequence}
      open={open}
      onClose={onClose}
      {...(onClosed && { onClosed })}
    >
      <div className="flex justify-end gap-2">
        <Button autoFocus onClick={onClose}>
          Keep it
        </Button>
        <Button
          look="danger"
          onClick={() => {
            onClose()
            onRemove()
          }}
        >
          {verb}
        </Button>
      </div>
    </Dialog>
  )
}
