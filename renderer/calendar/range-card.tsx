import { useMemo } from 'react'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import { openBacktest } from '../backtest/form/form-state.ts'
import { formatCount } from '../charts/prices.ts'
import { Fact } from '../replay/fact.tsx'
import { formatSession } from '../time/zone.ts'
import { Button } from '../ui/button.tsx'
import { Tip } from '../ui/tip.tsx'
import { useCalendar } from './calendar-state.ts'
import { chooseDay } from './choose.ts'
import { replayThrough } from './day-actions.ts'
import { shareWords } from './day-words.ts'
import { FetchButton } from './fetch-button.tsx'
import { type Counts, type MinuteMeasure, measureNames, percentText, shareOf, sumOf } from './measures.ts'
import { QualityList } from './quality-list.tsx'
import { countText } from './summary.ts'

/** Several days together: what their sessions lack, and a replay that plays through them. */
export function RangeCard({ first, last }: { first: SessionDate; last: SessionDate }) {
  const year = useCalendar((state) => state.year)
  const quality = useCalendar((state) => state.quality)
  const symbols = useCalendar((state) => state.quality?.symbols)
  const exchange = useCalendar((state) => state.exchange)
  const symbolsOf = useCalendar((state) => state.symbolsOf)
  const dates = useMemo(
    () => year?.sessions.map(({ session }) => session).filter((date) => date >= first && date <= last) ?? [],
    [year, first, last],
  )
  const rows = useMemo(
    () =>
      dates
        .flatMap((session) => {
          const told = quality?.sessions.get(session)
          return told && told.stored > 0
            ? [{ key: session, name: shortName(session), counts: told.counts }]
            : []
        })
        .sort((one, other) => other.counts.missing - one.counts.missing || (one.key < other.key ? -1 : 1)),
    [dates, quality],
  )
  const sum = sumOf(rows.map(({ counts }) => counts))
  const [begin, end] = [dates[0], dates.at(-1)]
  return (
    <>
      <section aria-label="Range" className="border-line border-b px-4 py-4">
        <h2 className="panel-title">
          {formatSession(first)} – {formatSession(last)}
        </h2>
        <dl className="mt-2" aria-live="polite">
          <Fact name="Sessions">{dates.length}</Fact>
          <Fact name="With bars">{rows.length}</Fact>
          <ShareFact measure="coverage" sum={sum} />
          <ShareFact measure="explained" sum={sum} />
          <Fact name="Filled minutes">{formatCount(sum.filled)}</Fact>
          <Fact name="Late minutes">
            <Tip text="Minutes whose bar came after the minute had ended" side="left">
              <span>{formatCount(sum.late)}</span>
            </Tip>
          </Fact>
          <Fact name="Missing minutes">{formatCount(sum.missing)}</Fact>
        </dl>
        <div className="mt-3 flex flex-wrap gap-2">
          <Button
            look="accent"
            className="px-2.5"
            disabled={!begin || !end || symbols === 0}
            onClick={() => begin && end && void replayThrough(begin, end)}
          >
            Replay {countText(dates.length, 'session', 'sessions')}
          </Button>
          {begin && end && (
            <FetchButton from={begin} to={end} words={rows.length === 0 ? 'Fetch' : 'Fetch again'} />
          )}
          <Button
            className="px-2.5"
            disabled={!begin || !end || exchange === undefined || rows.length === 0}
            onClick={() =>
              begin && end && exchange && openBacktest({ exchange, symbolsOf, from: begin, to: end })
            }
          >
            Backtest …
          </Button>
        </div>
      </section>
      <section
        aria-label="Quality by session"
        className="flex min-h-44 flex-1 flex-col border-line border-b pt-4"
      >
        <h2 className="panel-title px-4 pb-2">Quality by session</h2>
        {rows.length === 0 ? (
          <p className="px-4 pb-3 text-muted text-sm">No bars of these sessions are stored.</p>
        ) : (
          <QualityList
            label="Quality by session"
            head="Session"
            rows={rows}
            chosen={undefined}
            onChoose={(key) => chooseDay(key as SessionDate)}
            onOpen={(key) => chooseDay(key as SessionDate)}
          />
        )}
      </section>
    </>
  )
}

/** A share, and what it is of. */
function ShareFact({ measure, sum }: { measure: MinuteMeasure; sum: Counts }) {
  return (
    <Fact name={measureNames[measure]}>
      <Tip text={shareWords(sum, measure)} side="left">
        <span>{percentText(shareOf(measure, sum))}</span>
      </Tip>
    </Fact>
  )
}

/** "Mon 18 Nov": the year stands in the head of the card. */
function shortName(session: SessionDate): string {
  return formatSession(session).replace(/ \d{4}$/, '')
}
