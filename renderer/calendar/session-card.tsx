import { useState } from 'react'
import type { YearDay } from '#shared/protocol/calendar-calls.ts'
import { openBacktest } from '../backtest/form/form-state.ts'
import { formatSession } from '../time/zone.ts'
import { Button } from '../ui/button.tsx'
import { useCalendar } from './calendar-state.ts'
import { replayDay, showGaps } from './day-actions.ts'
import type { Day } from './day-model.ts'
import { clockWords, shareWords, symbolsText } from './day-words.ts'
import { FetchButton } from './fetch-button.tsx'
import { GapLines } from './gap-lines.tsx'
import { HoursFacts } from './hours-facts.tsx'
import { QualityList } from './quality-list.tsx'
import { RunLines } from './run-lines.tsx'
import { useSessionDetail } from './session-detail.ts'

/** A session: its hours, how complete the bars of each symbol are, and the way into the replay. */
export function SessionCard({ day, session }: { day: Day; session: YearDay }) {
  const { date, bars, interruptions, clockChange, projected } = day
  const exchange = useCalendar((state) => state.exchange)
  const symbolsOf = useCalendar((state) => state.symbolsOf)
  const zone = useCalendar((state) => state.range?.zone)
  const symbols = useCalendar((state) => state.quality?.symbols)
  const { detail, rows, failure } = useSessionDetail(date)
  const [chosen, setChosen] = useState<string>()
  const symbol = chosen ?? rows[0]?.symbol
  const title = [session.lateOpen && 'late open', session.earlyClose && 'early close'].filter(Boolean)
  const canReplay = symbols !== 0
  return (
    <>
      <section aria-label="Session" className="border-line border-b px-4 py-4">
        <h2 className="panel-title">{[formatSession(date), ...title].join(' · ')}</h2>
        {zone && (
          <HoursFacts
            session={session}
            detail={detail}
            zone={zone}
            notes={[
              ...(session.reason === undefined ? [] : [session.reason]),
              ...(clockChange === undefined ? [] : [clockWords(clockChange)]),
              ...(projected ? ['projected: no published calendar confirms it'] : []),
            ]}
            interruptions={interruptions}
          />
        )}
        <div className="mt-3 flex flex-wrap gap-2">
          <Button look="accent" className="px-2.5" disabled={!canReplay} onClick={() => void replayDay(date)}>
            Replay this session
          </Button>
          <Button
            className="px-2.5"
            disabled={bars.kind !== 'counted' || bars.counts.missing === 0}
            onClick={() => void showGaps(date, symbol)}
          >
            Show gaps
          </Button>
          {bars.kind !== 'to-come' && (
            <FetchButton from={date} to={date} words={bars.kind === 'none' ? 'Fetch' : 'Fetch again'} />
          )}
          {bars.kind === 'counted' && exchange !== undefined && (
            <Button
              className="px-2.5"
              onClick={() => openBacktest({ exchange, symbolsOf, from: date, to: date })}
            >
              Backtest …
            </Button>
          )}
        </div>
      </section>
      <section
        aria-label="Quality by symbol"
        className="flex min-h-40 flex-1 flex-col border-line border-b pt-4"
      >
        <h2 className="panel-title flex justify-between px-4 pb-2">
          Quality by symbol
          <span className="font-normal tracking-normal">
            {detail ? symbolsText(rows.length) : bars.kind === 'counted' && !failure && 'Counting …'}
          </span>
        </h2>
        {failure && <p className="px-4 pb-3 text-missing text-sm [overflow-wrap:anywhere]">{failure}</p>}
        {symbols === 0 && (
          <p className="px-4 pb-3 text-muted text-sm">None of these symbols trades on {exchange}.</p>
        )}
        {symbols !== 0 && bars.kind === 'to-come' && (
          <p className="px-4 pb-3 text-muted text-sm">This session has not begun.</p>
        )}
        {symbols !== 0 && bars.kind === 'none' && (
          <p className="px-4 pb-3 text-muted text-sm">No bars of this session are stored.</p>
        )}
        {bars.kind === 'counted' && (
          <>
            <p className="sr-only">{shareWords(bars.counts, 'coverage')}</p>
            <QualityList
              label={`Quality by symbol, ${formatSession(date)}`}
              head="Symbol"
              rows={rows.map((row) => ({ key: row.symbol, name: row.symbol, counts: row.counts }))}
              chosen={symbol}
              onChoose={setChosen}
              onOpen={(opened) => void showGaps(date, opened)}
            />
          </>
        )}
      </section>
      <RunLines day={day} />
      {bars.kind === 'counted' && symbol !== undefined && zone && (
        <GapLines session={date} symbol={symbol} zone={zone} />
      )}
    </>
  )
}
