import { Lock } from 'lucide-react'
import { useCalendar } from '../calendar/calendar-state.ts'
import { formatBytes, formatCount } from '../charts/prices.ts'
import { isOpen } from '../engine/connection.ts'
import { useFrameMeter } from '../engine/frame-meter.ts'
import { useChart } from '../stores/chart.ts'
import { useConnection } from '../stores/connection.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useReadOnlyReason } from '../stores/read-only.ts'
import { useReplay } from '../stores/replay.ts'
import { useView } from '../stores/view.ts'
import { classes } from '../ui/classes.ts'
import { Tip } from '../ui/tip.tsx'
import { BacktestSign } from './backtest-sign.tsx'
import { PrefetchSign } from './prefetch-sign.tsx'
import { UpkeepSign } from './upkeep-sign.tsx'

const words = {
  starting: 'Engine starting',
  resuming: 'Engine ready, opening',
  connected: 'Engine ready',
  restarting: 'Engine restarting',
  failed: 'Engine stopped',
} as const

/** How the program is doing, in one line. */
export function StatusBar() {
  const store = useOpenStore((state) => state.store)
  const view = useView((state) => state.view)
  const readOnly = useReadOnlyReason()
  return (
    <footer className="flex h-7 shrink-0 items-center gap-5 overflow-hidden whitespace-nowrap border-line border-t bg-panel px-3.5 text-muted text-xs">
      <EngineSign />
      {store && view === 'replay' && <ChartFacts />}
      {store && view === 'calendar' && <CalendarFacts />}
      {store && <UpkeepSign />}
      {store && <PrefetchSign />}
      {store && <BacktestSign />}
      <span className="ml-auto" />
      {readOnly !== undefined && (
        <Tip text={readOnly} side="top">
          <span className="flex items-center gap-1.5 text-warn">
            <Lock className="size-3" aria-hidden="true" />
            read-only
          </span>
        </Tip>
      )}
      {store && (
        <span data-testid="store-facts">
          {formatCount(store.bars)} bars · {formatBytes(store.bytes)} store
        </span>
      )}
      <FrameFacts />
    </footer>
  )
}

function EngineSign() {
  const connection = useConnection((state) => state.connection)
  return (
    <span role="status" aria-label="Engine" className="flex items-center gap-2" data-testid="engine-state">
      <span
        aria-hidden="true"
        className={classes(
          'size-2 rounded-full',
          isOpen(connection) && 'bg-up',
          connection.phase === 'failed' && 'bg-down',
          (connection.phase === 'restarting' || connection.phase === 'starting') && 'animate-breathe bg-warn',
        )}
      />
      {words[connection.phase]}
    </span>
  )
}

function ChartFacts() {
  const bars = useChart((state) => state.bars)
  const sessionBars = useChart((state) => state.sessionBars)
  const symbols = useReplay((state) => state.info?.symbols.length)
  if (symbols === undefined) return null
  return (
    <>
      <span>
        {symbols} {symbols === 1 ? 'symbol' : 'symbols'} in replay
      </span>
      {bars !== undefined && (
        <span>
          Chart: <span data-testid="chart-bars">{formatCount(bars)} bars</span>,{' '}
          <span data-testid="session-bars">{formatCount(sessionBars)} of this session</span>
        </span>
      )}
    </>
  )
}

function CalendarFacts() {
  const range = useCalendar((state) => state.range)
  if (!range) return null
  const { version, first, last, projectedAfter } = range
  return (
    <Tip text={`Answers for ${first} to ${last}. ${range.source}`} side="top">
      <span>
        {versionWords(version)} · {projectedAfter ? `published to ${projectedAfter}` : `facts to ${last}`}
      </span>
    </Tip>
  )
}

/** "Calendar data 2", "Calendar data 2 with your changes": a fingerprint of these follows the version. */
function versionWords(version: string): string {
  const [published, own] = version.split('+')
  return `Calendar data ${published}${own === undefined ? '' : ' with your changes'}`
}

function FrameFacts() {
  const p95 = useFrameMeter((state) => state.p95)
  if (p95 === undefined) return null
  return (
    <Tip text="Work of the window for a frame; 95 of the last 100 stayed below" side="top">
      <span className="min-w-[5.25rem] text-right">Frame {p95.toFixed(1)} ms</span>
    </Tip>
  )
}
