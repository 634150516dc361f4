import { Check } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { type Interval, parseInterval } from '#shared/bars/interval.ts'
import { intervals as usual } from '../stores/chart.ts'
import { dropRefusals, useSettings } from '../stores/settings.ts'
import { leaveSettings } from '../stores/view.ts'
import { classes } from '../ui/classes.ts'
import { Input } from '../ui/field.tsx'
import { changeSetting } from './change-settings.ts'
import type { ControlProps } from './control-props.ts'
import { inOrder } from './interval-order.ts'

/** A list of intervals: the usual ones to choose from, and a field for any other. */
export function IntervalsInput({
  name,
  value,
  id,
  ...described
}: ControlProps & { value: readonly Interval[] }) {
  const offered = inOrder([...new Set([...usual, ...value])])
  const toggle = (interval: Interval): void => {
    const others = value.filter((other) => other !== interval)
    const next = others.length < value.length ? others : inOrder([...value, interval])
    void changeSetting(name, next, '')
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: the name is the label beside it, which a legend could not be
    <div
      role="group"
      aria-labelledby={`${id}-label`}
      className="flex max-w-[26rem] flex-wrap justify-end gap-1.5"
      {...described}
    >
      {offered.map((interval) => {
        const chosen = value.includes(interval)
        return (
          <button
            key={interval}
            type="button"
            aria-pressed={chosen}
            onClick={() => toggle(interval)}
            className={classes(
              'flex h-8 items-center gap-1 rounded-full border px-3 text-sm transition-colors disabled:opacity-40',
              chosen
                ? 'border-accent/60 bg-accent/15 text-ink hover:border-accent'
                : 'border-line bg-canvas text-muted hover:border-edge hover:text-ink',
            )}
          >
            {chosen && <Check className="size-3 text-accent" aria-hidden="true" />}
            {interval}
          </button>
        )
      })}
      <OtherInterval name={name} id={id} value={value} />
    </div>
  )
}

function OtherInterval({
  name,
  id,
  value,
}: Pick<ControlProps, 'name' | 'id'> & { value: readonly Interval[] }) {
  const refusal = useSettings((state) => state.refusals[name])
  const [draft, setDraft] = useState<string>()
  const clear = (): void => {
    setDraft(undefined)
    dropRefusals([name])
  }
  const add = async (): Promise<void> => {
    if (draft === undefined) return
    const typed = draft.trim()
    if (typed === '') return clear()
    const interval = parseInterval(typed)
    await changeSetting(name, interval ? inOrder([...value, interval]) : [...value, typed], draft)
    setDraft((now) => (now === draft ? undefined : now))
  }
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'Enter') void add()
    if (key !== 'Escape') return
    if (draft === undefined && !refusal) leaveSettings()
    else clear()
  }
  return (
    <Input
      id={id}
      aria-label="Another interval"
      aria-invalid={refusal !== undefined}
      placeholder="Other, e.g. 30m"
      value={draft ?? refusal?.entered ?? ''}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => void add()}
      onKeyDown={onKeyDown}
      className="max-w-32"
    />
  )
}
