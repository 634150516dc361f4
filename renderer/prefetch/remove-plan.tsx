import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { removePlan } from './prefetch.ts'

/** Removes a plan, once that is confirmed. */
export function RemovePlan({ open, plan, onClose }: { open: boolean; plan: string; onClose: () => void }) {
  const remove = (): void => {
    onClose()
    void removePlan(plan)
  }
  return (
    <Dialog
      title={`Remove ${plan}?`}
      description="It does not run any more. Bars that its runs brought stay, and so do the records of its runs."
      open={open}
      onClose={onClose}
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
