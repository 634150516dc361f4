import { Tooltip } from 'radix-ui'
import { BacktestView } from '../backtest/backtest-view.tsx'
import { CalendarView } from '../calendar/calendar-view.tsx'
import { StoreView } from '../data/store-view.tsx'
import { Welcome } from '../data/welcome.tsx'
import { PrefetchView } from '../prefetch/prefetch-view.tsx'
import { ReplayView } from '../replay/replay-view.tsx'
import { BeforeRun } from '../session-file/before-run.tsx'
import { useDroppedFiles } from '../session-file/dropped-files.ts'
import { SettingsView } from '../settings/settings-view.tsx'
import { useConnection } from '../stores/connection.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useView } from '../stores/view.ts'
import { DroppingDialog } from '../trading/dropping-dialog.tsx'
import { Toasts } from '../ui/toasts.tsx'
import { AboutDialog } from './about-dialog.tsx'
import { CommandPalette } from './command-palette.tsx'
import { EngineBanner } from './engine-banner.tsx'
import { useKeyboard } from './keyboard.ts'
import { NavRail } from './nav-rail.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { Starting } from './starting.tsx'
import { StatusBar } from './status-bar.tsx'
import { TopBar } from './top-bar.tsx'

/** The window: bars above and below, the rail of views, and the view. */
export function App() {
  useKeyboard()
  useDroppedFiles()
  return (
    <Tooltip.Provider delayDuration={450} skipDelayDuration={250}>
      <div className="flex h-full min-h-0 flex-col">
        <TopBar />
        <EngineBanner />
        <div className="flex min-h-0 flex-1">
          <NavRail />
          <main className="flex min-w-0 flex-1 flex-col">
            <View />
          </main>
        </div>
        <StatusBar />
      </div>
      <CommandPalette />
      <ShortcutSheet />
      <AboutDialog />
      <BeforeRun />
      <DroppingDialog />
      <Toasts />
    </Tooltip.Provider>
  )
}

function View() {
  const view = useView((state) => state.view)
  const hasStore = useOpenStore((state) => state.store !== undefined)
  const phase = useConnection((state) => state.connection.phase)
  const settled = phase === 'connected' || phase === 'restarting' || phase === 'failed'
  if (view === 'settings') return <SettingsView />
  if (!hasStore) return settled ? <Welcome /> : <Starting />
  if (view === 'calendar') return <CalendarView />
  if (view === 'backtest') return <BacktestView />
  if (view === 'prefetch') return <PrefetchView />
  return view === 'replay' ? <ReplayView /> : <StoreView />
}
