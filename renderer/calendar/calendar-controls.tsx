import { ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react'
import { monthNames } from '../time/zone.ts'
import { IconButton } from '../ui/button.tsx'
import { Choice } from '../ui/field.tsx'
import { Menu, MenuChoices } from '../ui/menu.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { useCalendar, yearOf } from './calendar-state.ts'
import { chooseDay, chooseExchange, chooseMeasure, chooseSpan, chooseYear, monthsLater } from './choose.ts'
import { measureMeanings, measureNames, measures } from './measures.ts'

/** What the calendar shows: exchange, year or month, and what its days are coloured by. */
export function CalendarControls() {
  const span = useCalendar((state) => state.span)
  const measure = useCalendar((state) => state.measure)
  return (
    <>
      <ExchangeChoice />
      <Stepper />
      <Segmented
        label="Span"
        value={span}
        onChange={chooseSpan}
        options={[
          { value: 'year', label: 'Year' },
          { value: 'month', label: 'Month' },
        ]}
      />
      <Segmented
        label="Colours"
        value={measure}
        onChange={chooseMeasure}
        options={measures.map((value) => ({
          value,
          label: measureNames[value],
          tip: measureMeanings[value],
        }))}
      />
    </>
  )
}

function ExchangeChoice() {
  const exchanges = useCalendar((state) => state.exchanges)
  const exchange = useCalendar((state) => state.exchange)
  const name = exchanges.find((one) => one.exchange === exchange)?.name
  const sorted = exchanges.toSorted((one, other) => Number(other.symbols > 0) - Number(one.symbols > 0))
  return (
    <Menu
      label="Calendar"
      trigger={
        <button
          type="button"
          aria-label={`Calendar of ${exchange}${name ? `, ${name}` : ''}`}
          className="flex h-8 min-w-[5.75rem] items-center gap-2 rounded-md border border-line bg-canvas px-2.5 text-sm transition-colors hover:border-edge"
        >
          <span className="font-semibold">{exchange}</span>
          <span className="truncate text-muted max-[1300px]:hidden">{name}</span>
          <ChevronDown className="size-3.5 shrink-0 text-muted" aria-hidden="true" />
        </button>
      }
    >
      <MenuChoices
        value={exchange ?? ''}
        onChange={chooseExchange}
        options={sorted.map((one) => ({
          value: one.exchange,
          label: `${one.exchange} · ${one.name}`,
          note: one.symbols > 0 ? one.symbols : undefined,
        }))}
      />
    </Menu>
  )
}

/** The year, or the month and its year; a year is chosen from all that the calendar answers for. */
function Stepper() {
  const span = useCalendar((state) => state.span)
  const chosen = useCalendar((state) => state.chosen)
  const first = useCalendar((state) => Number(state.range?.first.slice(0, 4)))
  const last = useCalendar((state) => Number(state.range?.last.slice(0, 4)))
  const year = yearOf(chosen)
  const month = Number(chosen.slice(5, 7))
  const step = (direction: 1 | -1): void =>
    span === 'year' ? chooseYear(year + direction) : chooseDay(monthsLater(chosen, direction))
  return (
    <div className="flex shrink-0 items-center gap-1">
      <IconButton
        label={span === 'year' ? 'Previous year' : 'Previous month'}
        className="w-7"
        onClick={() => step(-1)}
      >
        <ChevronLeft className="size-4" />
      </IconButton>
      {span === 'month' && (
        <span className="w-[4.5rem]">
          <Choice
            aria-label="Month"
            value={String(month)}
            options={monthNames.map((name, index) => ({ value: String(index + 1), label: name.slice(0, 3) }))}
            onChange={(value) => chooseDay(monthsLater(chosen, Number(value) - month))}
          />
        </span>
      )}
      <span className="w-[4.75rem]">
        <Choice
          aria-label="Year"
          value={String(year)}
          options={yearsWith(year, first, last).map((value) => ({
            value: String(value),
            label: String(value),
          }))}
          onChange={(value) => chooseYear(Number(value))}
        />
      </span>
      <IconButton
        label={span === 'year' ? 'Next year' : 'Next month'}
        className="w-7"
        onClick={() => step(1)}
      >
        <ChevronRight className="size-4" />
      </IconButton>
    </div>
  )
}

/** All years of the calendar, the newest first, and the shown one wherever it lies. */
function yearsWith(shown: number, first: number, last: number): readonly number[] {
  if (Number.isNaN(first)) return [shown]
  const years = Array.from({ length: last - first + 1 }, (_, index) => last - index)
  return years.includes(shown) ? years : [...years, shown].sort((one, other) => other - one)
}
