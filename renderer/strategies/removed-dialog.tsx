import { useStrategies } from '../stores/strategies.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { bringBack } from './strategy-files.ts'
import { timeText } from './time-text.ts'

/** The bin: strategies that were removed, to be brought back. */
export function RemovedDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const removed = useStrategies((state) => state.removed)
  return (
    <Dialog
      title="Removed strategies"
      description="The last 200 are kept, each with its versions."
      open={open}
      onClose={onClose}
    >
      {removed.length === 0 ? (
        <p className="text-muted text-sm">The bin is empty.</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {removed.map(({ removed: id, file, at }) => (
            <li key={id} className="flex items-center gap-3">
              <span className="min-w-0 flex-1 truncate text-sm">{file}</span>
              <time className="shrink-0 text-muted text-xs">{timeText(at)}</time>
              <Button
                onClick={() => {
                  onClose()
                  void bringBack(id)
                }}
              >
                Bring back
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
