import type { Interval } from '#shared/bars/interval.ts'
import { classes } from '../ui/classes.ts'
import { offeredIntervals } from './plan-form.ts'

/** Which intervals are at hand when the session begins. */
export function IntervalChoice({
  chosen,
  onChange,
}: {
  chosen: readonly Interval[]
  onChange: (intervals: readonly Interval[]) => void
}) {
  const offered = [...new Set([...offeredIntervals, ...chosen])]
  return (
    <Toggles
      legend="Intervals at hand"
      offered={offered}
      chosen={chosen}
      onChange={(names) => onChange(offered.filter((interval) => names.includes(interval)))}
    />
  )
}

/** Which sources are asked, in the order in which they are chosen. */
export function SourceChoice({
  names,
  chosen,
  onChange,
}: {
  names: readonly string[]
  chosen: readonly string[]
  onChange: (sources: readonly string[]) => void
}) {
  const offered = [...new Set([...names, ...chosen])]
  const said = chosen.length === 0 ? 'those of the store, in their order' : chosen.join(', then ')
  if (offered.length === 0)
    return (
      <p className="text-faint text-xs">
        No sources yet: add some under Data, or only what is stored is made ready.
      </p>
    )
  return <Toggles legend={`Sources: ${said}`} offered={offered} chosen={chosen} onChange={onChange} />
}

function Toggles({
  legend,
  offered,
  chosen,
  onChange,
}: {
  legend: string
  offered: readonly string[]
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}) {
  const toggle = (name: string): void =>
    onChange(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name])
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-muted text-xs">{legend}</legend>
      <div className="flex flex-wrap gap-1.5">
        {offered.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={chosen.includes(name)}
            onClick={() => toggle(name)}
            className={classes(
              'h-7 rounded-md border px-2.5 text-sm normal-nums transition-colors',
              chosen.includes(name)
                ? 'border-accent bg-hover font-medium text-ink'
                : 'border-line text-muted hover:bg-hover hover:text-ink',
            )}
          >
            {name}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
