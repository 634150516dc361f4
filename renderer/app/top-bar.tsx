import { Search } from 'lucide-react'
import { BacktestTabs } from '../backtest/backtest-tabs.tsx'
import { CalendarControls } from '../calendar/calendar-controls.tsx'
import { showBarView, showHours } from '../replay/session.ts'
import { SessionPicker } from '../replay/session-picker.tsx'
import { chooseInterval, intervals, useChart } from '../stores/chart.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useReplay } from '../stores/replay.ts'
import { openOverlay, useView } from '../stores/view.ts'
import { ShownRunBadge } from '../trading/shown-run-badge.tsx'
import { SyntheticBadge } from '../ui/badge.tsx'
import { Keys } from '../ui/keys.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { shortcutOf } from './commands/commands.ts'
import { Mark } from './mark.tsx'

/** What is shown: exchange and session, bars, hours; and the way to everything else. */
export function TopBar() {
  const view = useView((state) => state.view)
  const store = useOpenStore((state) => state.store)
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-line border-b bg-panel pr-3 pl-3.5">
      <button
        type="button"
        onClick={() => openOverlay('about')}
        className="flex items-center gap-2 rounded-md py-1 pr-1 font-semibold text-accent text-sm"
        aria-label="About Tapedeck"
      >
        <Mark className="size-5" />
        Tapedeck
      </button>
      {store && view === 'replay' && <ReplayControls />}
      {store && view === 'calendar' && <CalendarControls />}
      {store && view === 'backtest' && <BacktestTabs />}
      {store && view === 'prefetch' && <h1 className="pl-2 font-semibold text-base">Prefetch</h1>}
      {store && view === 'data' && <h1 className="pl-2 font-semibold text-base">Data</h1>}
      {view === 'settings' && <h1 className="pl-2 font-semibold text-base">Settings</h1>}
      {store?.synthetic && <SyntheticBadge />}
      <button
        type="button"
        onClick={() => openOverlay('palette')}
        aria-label="Search or command"
        className="ml-auto flex h-8 w-64 min-w-0 shrink items-center max-[1440px]:w-auto max-[1440px]:shrink-0 gap-2 rounded-md border border-line bg-canvas pr-1.5 pl-2.5 text-faint text-sm transition-colors hover:border-edge hover:text-muted"
      >
        <Search className="size-3.5 shrink-0" aria-hidden="true" />
        <span className="min-w-0 flex-1 truncate text-left max-[1440px]:hidden">Search or command</span>
        <Keys keys="Ctrl+K" />
      </button>
    </header>
  )
}

function ReplayControls() {
  const interval = useChart((state) => state.interval)
  const hours = useReplay((state) => state.hours)
  const barView = useReplay((state) => state.view)
  const hasSession = useReplay((state) => state.session !== undefined)
  return (
    <>
      <SessionPicker />
      <ShownRunBadge />
      <Segmented
        label="Bars"
        value={interval}
        disabled={!hasSession}
        onChange={chooseInterval}
        options={intervals.map((value) => ({ value, label: value }))}
      />
      <Segmented
        label="Hours"
        value={hours}
        disabled={!hasSession}
        onChange={(next) => void showHours(next)}
        options={[
          { value: 'regular', label: 'Regular' },
          {
            value: 'all',
            label: 'Extended',
            tip: 'With the hours before and after the regular ones',
            shortcut: shortcutOf('hours'),
          },
        ]}
      />
      <Segmented
        label="View"
        value={barView}
        disabled={!hasSession}
        onChange={(next) => void showBarView(next)}
        options={[
          {
            value: 'as-traded',
            label: 'As traded',
            tip: 'Each bar from the time on at which it was known, in its version of then',
            shortcut: shortcutOf('bar-view'),
          },
          {
            value: 'as-repaired',
            label: 'As repaired',
            tip: 'Each bar in its last version, with bars that were filled later',
            shortcut: shortcutOf('bar-view'),
          },
        ]}
      />
    </>
  )
}
