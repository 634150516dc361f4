import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { shortcutOf } from '../app/commands/commands.ts'
import { afterCharts } from '../engine/charts-first.ts'
import { useChart } from '../stores/chart.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useReplay } from '../stores/replay.ts'
import { useShownSession } from '../stores/shown-session.ts'
import { formatSession, formatSessionDay, formatSpan, zoneName } from '../time/zone.ts'
import { IconButton } from '../ui/button.tsx'
import { PopOver } from '../ui/pop-over.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { MonthCalendar } from './month-calendar.tsx'
import { scenarioSymbol } from './random-session.ts'
import { RangeField } from './range-field.tsx'
import { ScenarioList } from './scenario-list.tsx'
import { showLatestSession, showNeighbourSession, showRange, showSession } from './session.ts'

/** Which session of which exchange is shown, and the way to another. */
export function SessionPicker() {
  const [open, setOpen] = useState(false)
  const hasSession = useReplay((state) => state.session !== undefined)
  return (
    <div className="flex shrink-0 items-center gap-1">
      <IconButton
        label="Previous session"
        shortcut={shortcutOf('previous-session')}
        disabled={!hasSession}
        onClick={() => void showNeighbourSession(-1)}
        className="w-7"
      >
        <ChevronLeft className="size-4" />
      </IconButton>
      <PopOver
        label="Choose a session"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button
            type="button"
            data-testid="session-button"
            className="flex h-8 min-w-[20rem] items-center gap-2 rounded-md border border-line bg-canvas px-2.5 text-sm transition-colors hover:border-edge max-[1240px]:min-w-[13.5rem]"
          >
            <CalendarDays className="size-3.5 shrink-0 text-muted" aria-hidden="true" />
            <SessionName />
          </button>
        }
      >
        <Picker onDone={() => setOpen(false)} />
      </PopOver>
      <IconButton
        label="Next session"
        shortcut={shortcutOf('next-session')}
        disabled={!hasSession}
        onClick={() => void showNeighbourSession(1)}
        className="w-7"
      >
        <ChevronRight className="size-4" />
      </IconButton>
    </div>
  )
}

function SessionName() {
  const exchange = useReplay((state) => state.exchange)
  const session = useReplay((state) => state.session)
  const info = useShownSession()
  const until = useReplay(({ range }) => (range && session && range.last > session ? range.last : undefined))
  if (!session) return <span className="text-muted">No session</span>
  const first = info?.segments[0]
  const last = info?.segments.at(-1)
  return (
    <>
      <span className="text-muted">{exchange}</span>
      <span className="font-semibold">{formatSession(session)}</span>
      {until && (
        <span className="whitespace-nowrap" title={`Plays through to ${formatSession(until)}`}>
          → {formatSessionDay(until)}
        </span>
      )}
      {info?.session === session && first && last && (
        <span className="text-muted max-[1240px]:hidden">
          {formatSpan(info.zone, first.open, last.close)} {zoneName(info.zone, first.open)}
        </span>
      )}
    </>
  )
}

function Picker({ onDone }: { onDone: () => void }) {
  const exchanges = useOpenStore((state) => state.store?.exchanges) ?? []
  const exchange = useReplay((state) => state.exchange)
  const session = useReplay((state) => state.session)
  const range = useReplay((state) => state.range)
  const focused = useChart((state) => state.symbol)
  if (!exchange) return <p className="p-4 text-muted text-sm">This store has no bars yet.</p>
  const symbol = scenarioSymbol(exchange, focused)
  return (
    <div className="flex">
      <div className="w-[20.5rem] p-3">
        {exchanges.length > 1 && (
          <div className="mb-3">
            <Segmented
              label="Exchange"
              value={exchange}
              options={exchanges.map((value) => ({ value, label: value }))}
              onChange={(next) => void showLatestSession(next)}
            />
          </div>
        )}
        <MonthCalendar
          key={exchange}
          exchange={exchange}
          selected={session}
          last={range?.last}
          onSelect={(chosen, through) => {
            void (through && session && chosen > session ? showRange(session, chosen) : showSession(chosen))
            afterCharts(onDone, onDone)
          }}
        />
        {session && <RangeField session={session} />}
      </div>
      {symbol && (
        // As tall as the calendar, whatever is listed.
        <div className="relative w-[18rem] border-line border-l">
          <div className="absolute inset-0 p-3">
            <ScenarioList
              symbol={symbol}
              selected={session}
              onSelect={(chosen) => {
                void showSession(chosen)
                afterCharts(onDone, onDone)
              }}
            />
          </div>
        </div>
      )}
    </div>
  )
}
