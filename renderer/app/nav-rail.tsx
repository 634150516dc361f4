import { Database, Keyboard, type LucideIcon, Play } from 'lucide-react'
import { useOpenStore } from '../stores/open-store.ts'
import { openOverlay, showView, useView, type ViewName } from '../stores/view.ts'
import { IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { Tip } from '../ui/tip.tsx'
import { shortcutOf } from './commands.ts'

const views: readonly { readonly name: ViewName; readonly label: string; readonly Icon: LucideIcon }[] = [
  { name: 'replay', label: 'Replay', Icon: Play },
  { name: 'data', label: 'Data', Icon: Database },
]

/** The views of the window. */
export function NavRail() {
  const shown = useView((state) => state.view)
  const hasStore = useOpenStore((state) => state.store !== undefined)
  return (
    <nav
      aria-label="Views"
      className="flex w-13 shrink-0 flex-col items-center gap-1.5 border-line border-r bg-panel py-2.5"
    >
      {views.map(({ name, label, Icon }) => {
        const active = hasStore && shown === name
        return (
          <Tip key={name} text={label} shortcut={shortcutOf(`view-${name}`)} side="right">
            <button
              type="button"
              aria-label={label}
              aria-current={active ? 'page' : undefined}
              disabled={!hasStore}
              onClick={() => showView(name)}
              className={classes(
                'flex size-9 items-center justify-center rounded-md transition-colors disabled:opacity-40',
                active ? 'bg-hover text-accent' : 'text-muted hover:bg-hover hover:text-ink',
              )}
            >
              <Icon
                className="size-[1.125rem]"
                fill={active && name === 'replay' ? 'currentColor' : 'none'}
              />
            </button>
          </Tip>
        )
      })}
      <IconButton
        label="Keyboard shortcuts"
        shortcut={shortcutOf('shortcuts')}
        side="right"
        className="mt-auto size-9"
        onClick={() => openOverlay('shortcuts')}
      >
        <Keyboard className="size-[1.125rem]" />
      </IconButton>
    </nav>
  )
}
