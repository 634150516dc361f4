import { ChevronDown } from 'lucide-react'
import { flooredPercent } from '#shared/gaps/percent.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useWatchlists } from '../stores/watchlists.ts'
import { monthNames } from '../time/zone.ts'
import { Menu, MenuChoices } from '../ui/menu.tsx'
import { Tip } from '../ui/tip.tsx'
import { useCalendar } from './calendar-state.ts'
import { chooseSymbols } from './choose.ts'
import { type Day, preparedOf } from './day-model.ts'
import { shareWords, symbolsText } from './day-words.ts'
import type { DayLookUp } from './days.ts'
import { type MinuteMeasure, measureNames, percentText, shareOf } from './measures.ts'
import { countText, summaryOf } from './summary.ts'

/** What the shown year or month has, in one line, and whose bars it is about. */
export function CalendarHead({
  lookUp,
  year,
  month,
}: {
  lookUp: DayLookUp
  year: number
  month: number | undefined
}) {
  const measure = useCalendar((state) => state.measure)
  const days = useCalendar((state) => state.year)
  const quality = useCalendar((state) => state.quality)
  const digits = month === undefined ? `${year}-` : `${year}-${String(month).padStart(2, '0')}-`
  const summary = days && summaryOf(days, quality, digits)
  const shown = days?.sessions.filter(({ session }) => session.startsWith(digits)) ?? []
  return (
    <header className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-5 gap-y-1">
      <h1 className="font-semibold text-lg tabular-nums" aria-live="polite">
        {month === undefined ? year : `${monthNames[month - 1]} ${year}`}
      </h1>
      <p className="text-muted text-sm" data-testid="calendar-summary">
        {summary?.parts.join(' · ')}
      </p>
      <WatchlistChoice />
      <p className="text-muted text-sm" data-testid="calendar-share">
        {summary &&
          (measure === 'prefetched' ? (
            <Ready days={shown.map(({ session }) => lookUp(session))} />
          ) : (
            <Share summary={summary} measure={measure} />
          ))}
      </p>
    </header>
  )
}

/** What runs of prefetch made ready of some sessions, and of those before theirs. */
function Ready({ days }: { days: readonly Day[] }) {
  const made = days.flatMap((day) => preparedOf(day) ?? [])
  if (made.length === 0) return 'Nothing prefetched'
  const total = (count: 'ready' | 'of'): number => made.reduce((sum, one) => sum + one[count], 0)
  return (
    <>
      Prefetched{' '}
      <strong className="font-semibold text-ink">
        {percentText(flooredPercent(total('ready'), total('of')))}
      </strong>{' '}
      in {countText(made.length, 'session', 'sessions')}
    </>
  )
}

function Share({
  summary: { counts, counted },
  measure,
}: {
  summary: ReturnType<typeof summaryOf>
  measure: MinuteMeasure
}) {
  const isCounting = useCalendar((state) => state.counting && state.quality === undefined)
  if (isCounting) return 'Counting minutes …'
  if (!counts) return 'No bars'
  return (
    <Tip text={`${shareWords(counts, measure)}, in the sessions that have bars`}>
      <span>
        {measureNames[measure]}{' '}
        <strong className="font-semibold text-ink">{percentText(shareOf(measure, counts))}</strong> in{' '}
        {countText(counted, 'session', 'sessions')} with bars
      </span>
    </Tip>
  )
}

function WatchlistChoice() {
  const lists = useWatchlists((state) => state.lists)
  const symbolsOf = useCalendar((state) => state.symbolsOf)
  const exchange = useCalendar((state) => state.exchange)
  const counted = useCalendar((state) => state.quality?.symbols)
  const all = useCalendar((state) => state.exchanges.find((one) => one.exchange === exchange)?.symbols)
  const hasStore = useOpenStore((state) => state.store !== undefined)
  const list = lists.find(({ id }) => id === symbolsOf)
  if (!hasStore) return null
  return (
    <Menu
      label="Symbols"
      trigger={
        <button
          type="button"
          className="flex h-7 items-center gap-1.5 rounded-md border border-line bg-canvas px-2 text-sm transition-colors hover:border-edge"
        >
          <span className="text-muted">{list ? `Watchlist ${list.name}` : 'All'}</span>
          <span className="font-semibold">{counted === undefined ? '…' : symbolsText(counted)}</span>
          <ChevronDown className="size-3.5 text-muted" aria-hidden="true" />
        </button>
      }
    >
      <MenuChoices
        value={String(symbolsOf)}
        onChange={(value) => chooseSymbols(value === 'all' ? 'all' : Number(value))}
        options={[
          ...lists.map(({ id, name, symbols }) => ({ value: String(id), label: name, note: symbols.length })),
          { value: 'all', label: 'All symbols of the exchange', note: all },
        ]}
      />
    </Menu>
  )
}
