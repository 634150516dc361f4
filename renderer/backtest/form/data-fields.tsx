import { CalendarDays } from 'lucide-react'
import { useMemo, useState } from 'react'
import { parseSessionDate, type SessionDate } from '#shared/calendar/session-date.ts'
import { formatCount } from '../../charts/prices.ts'
import { MonthCalendar } from '../../replay/month-calendar.tsx'
import { useOpenStore } from '../../stores/open-store.ts'
import { useSymbols } from '../../stores/symbols.ts'
import { useWatchlists } from '../../stores/watchlists.ts'
import { formatSession } from '../../time/zone.ts'
import { IconButton } from '../../ui/button.tsx'
import { Choice, Input } from '../../ui/field.tsx'
import { FormField } from '../../ui/form-field.tsx'
import { PopOver } from '../../ui/pop-over.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { symbolsOf } from './check-form.ts'
import { toldOf, useFormSessions } from './form-sessions.ts'
import { putForm } from './form-state.ts'
import { type FormText, intervalsWith, storedSpan } from './form-text.ts'
import { SymbolsInput } from './symbols-input.tsx'

type Problems = Readonly<Record<string, string>>

/** Which bars a run is on. */
export function DataFields({ form, problems }: { form: FormText; problems: Problems }) {
  const exchanges = useOpenStore((state) => state.store?.exchanges) ?? []
  const codes = [...new Set([...exchanges, form.exchange])]
  return (
    <>
      {codes.length > 1 && (
        <FormField name="Exchange" hint="A run is on symbols of one">
          {(tied) => (
            <Choice
              {...tied}
              value={form.exchange}
              options={codes.map((value) => ({ value, label: value }))}
              onChange={(exchange) => putForm({ exchange })}
            />
          )}
        </FormField>
      )}
      <SymbolFields form={form} problem={problems.symbols} />
      <div className="grid grid-cols-2 items-start gap-3">
        <SessionField name="First session" field="from" form={form} problem={problems.from} />
        <SessionField name="Last session" field="to" form={form} problem={problems.to} />
      </div>
      <Spans form={form} />
      <div className="flex items-end gap-3">
        <div className="w-20 shrink-0">
          <FormField name="Interval" problem={problems.interval}>
            {(tied) => (
              <Choice
                {...tied}
                value={form.interval}
                options={intervalsWith(form.interval).map((value) => ({ value, label: value }))}
                onChange={(interval) => putForm({ interval })}
              />
            )}
          </FormField>
        </div>
        <Segmented
          label="View"
          value={form.view}
          onChange={(view) => putForm({ view })}
          options={[
            {
              value: 'as-traded',
              label: 'As traded',
              tip: 'Each bar in its version of then; bars that came later are not there',
            },
            {
              value: 'as-repaired',
              label: 'As repaired',
              tip: 'Each bar in its last version, with bars that were filled later',
            },
          ]}
        />
      </div>
    </>
  )
}

function SymbolFields({ form, problem }: { form: FormText; problem: string | undefined }) {
  const symbols = useSymbols((state) => state.symbols)
  const lists = useWatchlists((state) => state.lists)
  const count = (of: FormText['symbolsOf']): string =>
    formatCount(symbolsOf({ ...form, symbolsOf: of }, { symbols, lists }).found.length)
  const options = [
    { value: 'all', label: `All of ${form.exchange} (${count('all')})` },
    ...lists.map(({ id, name }) => ({ value: String(id), label: `Watchlist ${name} (${count(id)})` })),
    { value: 'list', label: 'These symbols' },
  ]
  const chosen = String(form.symbolsOf)
  const isGone = !options.some(({ value }) => value === chosen)
  return (
    <>
      <FormField name="Symbols" problem={form.symbolsOf === 'list' ? undefined : problem}>
        {(tied) => (
          <Choice
            {...tied}
            value={chosen}
            options={isGone ? [{ value: chosen, label: 'A watchlist that is gone' }, ...options] : options}
            onChange={(value) =>
              putForm({ symbolsOf: value === 'all' || value === 'list' ? value : Number(value) })
            }
          />
        )}
      </FormField>
      {form.symbolsOf === 'list' && <SymbolsInput form={form} problem={problem} />}
    </>
  )
}

function SessionField({
  name,
  field,
  form,
  problem,
}: {
  name: string
  field: 'from' | 'to'
  form: FormText
  problem: string | undefined
}) {
  const [open, setOpen] = useState(false)
  const told = useFormSessions((state) => toldOf(state, form))
  const range = useFormSessions((state) => state.range)
  const date = parseSessionDate(form[field].trim())
  const closure = date && told?.closures.get(date)
  const isClosed = date && told && !told.sessions.some(({ session }) => session === date)
  const hint = date && (isClosed ? `${dayName(date)}: ${closure ?? 'no session'}` : dayName(date))
  return (
    <FormField name={name} hint={hint} problem={problem}>
      {(tied) => (
        <span className="relative block">
          <Input
            {...tied}
            value={form[field]}
            placeholder="2024-11-18"
            onChange={({ target }) => putForm({ [field]: target.value })}
            className="pr-8"
          />
          <span className="absolute inset-y-0 right-0.5 flex items-center">
            <PopOver
              label={`Choose the ${name.toLowerCase()}`}
              align="end"
              open={open}
              onOpenChange={setOpen}
              trigger={
                <IconButton label={`Choose the ${name.toLowerCase()}`} className="size-7">
                  <CalendarDays className="size-3.5" />
                </IconButton>
              }
            >
              <div className="max-h-[var(--radix-popover-content-available-height)] w-[20.5rem] overflow-y-auto p-3">
                <MonthCalendar
                  key={form.exchange}
                  exchange={form.exchange}
                  selected={date && range ? clamped(date, range) : undefined}
                  last={undefined}
                  onSelect={(session) => {
                    putForm({ [field]: session })
                    setOpen(false)
                  }}
                />
              </div>
            </PopOver>
          </span>
        </span>
      )}
    </FormField>
  )
}

function clamped(
  date: SessionDate,
  { first, last }: { readonly first: SessionDate; readonly last: SessionDate },
): SessionDate {
  return date < first ? first : date > last ? last : date
}

/** "Mon 18 Nov": its year stands in the field. */
function dayName(date: SessionDate): string {
  return formatSession(date).replace(/ \d{4}$/, '')
}

const shortcuts = [
  { label: 'Last 5', sessions: 5 },
  { label: 'Last 20', sessions: 20 },
] as const

/** Sessions by one click: all that are stored of the symbols, or the last ones of those that are shown. */
function Spans({ form }: { form: FormText }) {
  const symbols = useSymbols((state) => state.symbols)
  const lists = useWatchlists((state) => state.lists)
  const told = useFormSessions((state) => toldOf(state, form))
  const span = useMemo(() => {
    const found = new Set(symbolsOf(form, { symbols, lists }).found)
    return storedSpan(symbols.filter(({ symbol }) => found.has(symbol)))
  }, [form, symbols, lists])
  const { first, last } = span
  const withBars = told?.sessions.filter((listed) => listed.symbols > 0) ?? []
  return (
    <div className="-mt-1.5 -ml-1.5 flex items-center gap-0.5">
      <SpanButton
        disabled={first === undefined || last === undefined}
        pressed={first === form.from && last === form.to}
        onClick={() => first !== undefined && last !== undefined && putForm({ from: first, to: last })}
      >
        All stored
      </SpanButton>
      {shortcuts.map(({ label, sessions }) => {
        const begin = withBars.at(-sessions)
        return (
          <SpanButton
            key={label}
            disabled={!begin}
            pressed={begin?.session === form.from && withBars.length === sessions}
            onClick={() => begin && putForm({ from: begin.session })}
          >
            {label}
          </SpanButton>
        )
      })}
    </div>
  )
}

function SpanButton({
  disabled,
  pressed,
  onClick,
  children,
}: {
  disabled: boolean
  pressed: boolean
  onClick: () => void
  children: string
}) {
  return (
    <button
      type="button"
      disabled={disabled}
      aria-pressed={pressed}
      onClick={onClick}
      className="h-6 rounded-sm px-1.5 text-muted text-xs transition-colors hover:bg-hover hover:text-ink disabled:opacity-40 aria-pressed:text-accent"
    >
      {children}
    </button>
  )
}
