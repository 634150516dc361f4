import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { useDropping } from './orders.ts'

/** Asks whether orders that were placed after the clock may be dropped. */
export function DroppingDialog() {
  const asked = useDropping((state) => state.asked)
  return (
    <Dialog
      title="Drop the orders that come later?"
      description={asked?.message ?? ''}
      open={asked !== undefined}
      onClose={() => asked?.answer(false)}
    >
      <div className="flex justify-end gap-2">
        <Button autoFocus onClick={() => asked?.answer(false)}>
          Keep them
        </Button>
        <Button look="danger" onClick={() => asked?.answer(true)}>
          Drop them and go on
        </Button>
      </div>
    </Dialog>
  )
}
