import {
  CalendarClock,
  CalendarDays,
  ChartLine,
  Database,
  Keyboard,
  type LucideIcon,
  Play,
  Settings,
} from 'lucide-react'
import { useOpenStore } from '../stores/open-store.ts'
import { leaveSettings, openOverlay, showView, useView, type ViewName } from '../stores/view.ts'
import { IconButton } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { Tip } from '../ui/tip.tsx'
import { shortcutOf } from './commands/commands.ts'

interface ViewOption {
  readonly name: ViewName
  readonly label: string
  readonly Icon: LucideIcon
}

const views: readonly ViewOption[] = [
  { name: 'replay', label: 'Replay', Icon: Play },
  { name: 'calendar', label: 'Calendar', Icon: CalendarDays },
  { name: 'backtest', label: 'Backtest', Icon: ChartLine },
  { name: 'prefetch', label: 'Prefetch', Icon: CalendarClock },
  { name: 'data', label: 'Data', Icon: Database },
]

/** The views of the window. */
export function NavRail() {
  const shown = useView((state) => state.view)
  const hasStore = useOpenStore((state) => state.store !== undefined)
  const showsSettings = shown === 'settings'
  return (
    <nav
      aria-label="Views"
      className="flex w-13 shrink-0 flex-col items-center gap-1.5 border-line border-r bg-panel py-2.5"
    >
      {views.map((option) => (
        <ViewButton
          key={option.name}
          {...option}
          active={hasStore && shown === option.name}
          disabled={!hasStore}
          onClick={() => showView(option.name)}
        />
      ))}
      <span className="mt-auto" />
      <ViewButton
        name="settings"
        label="Settings"
        Icon={Settings}
        active={showsSettings}
        onClick={showsSettings ? leaveSettings : () => showView('settings')}
      />
      <IconButton
        label="Keyboard shortcuts"
        shortcut={shortcutOf('shortcuts')}
        side="right"
        className="size-9"
        onClick={() => openOverlay('shortcuts')}
      >
        <Keyboard className="size-[1.125rem]" />
      </IconButton>
    </nav>
  )
}

function ViewButton({
  name,
  label,
  Icon,
  active,
  disabled = false,
  onClick,
}: ViewOption & { active: boolean; disabled?: boolean; onClick: () => void }) {
  return (
    <Tip text={label} shortcut={shortcutOf(`view-${name}`)} side="right">
      <button
        type="button"
        aria-label={label}
        aria-current={active ? 'page' : undefined}
        disabled={disabled}
        onClick={onClick}
        className={classes(
          'flex size-9 items-center justify-center rounded-md transition-colors disabled:opacity-40',
          active ? 'bg-hover text-accent' : 'text-muted hover:bg-hover hover:text-ink',
        )}
      >
        <Icon className="size-[1.125rem]" fill={active && name === 'replay' ? 'currentColor' : 'none'} />
      </button>
    </Tip>
  )
}
