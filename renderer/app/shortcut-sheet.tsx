import { closeOverlay, useView } from '../stores/view.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'
import { commands } from './commands/commands.ts'

const groups = ['Replay', 'Session', 'Chart', 'Orders', 'Watchlist', 'Backtest', 'Data', 'Window'] as const

/** Every shortcut at a glance. */
export function ShortcutSheet() {
  const open = useView((state) => state.overlay === 'shortcuts')
  return (
    <Dialog title="Keyboard shortcuts" open={open} onClose={closeOverlay} wide>
      <div className="columns-2 gap-10">
        {groups.map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="panel-title mb-1.5">{group}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group && command.shortcut)
                .map(({ id, title, shortcut }) => (
                  <div
                    key={id}
                    className="flex items-center justify-between gap-4 border-line/60 border-b py-1"
                  >
                    <dt className="text-ink text-sm">{title}</dt>
                    <dd>{shortcut && <Keys keys={shortcut} />}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
