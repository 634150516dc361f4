import { CircleAlert, Clock, RotateCcw, TriangleAlert } from 'lucide-react'
import type { MouseEvent } from 'react'
import type { Interval } from '#shared/bars/interval.ts'
import { type SettingName, settings } from '#shared/settings/settings.ts'
import type { SettingsState } from '#shared/settings/settings-calls.ts'
import { defaultText } from '#shared/settings/settings-page.ts'
import { useSettings } from '../stores/settings.ts'
import { AmountInput } from './amount-input.tsx'
import { resetSettings } from './change-settings.ts'
import { IntervalsInput } from './intervals-input.tsx'
import { labels } from './labels.ts'
import { SwitchInput } from './switch-input.tsx'

/** A setting: what it is called and does, its value, and what there is to say about that. */
export function SettingRow({ name, state }: { name: SettingName; state: SettingsState }) {
  const { help, applies } = settings[name]
  const id = `setting-${name}`
  return (
    <li
      data-setting={name}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-8 border-line border-b px-4 pt-3.5 pb-2.5 last:border-b-0"
    >
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-2.5">
          <label id={`${id}-label`} htmlFor={id} className="font-medium text-ink text-sm">
            {labels[name]}
          </label>
          <span className="text-selectable text-2xs text-faint">{name}</span>
        </div>
        <p id={`${id}-help`} className="mt-0.5 max-w-prose text-muted text-sm">
          {help}
        </p>
        <div className="mt-1 flex min-h-6 flex-wrap items-center gap-x-3 text-faint text-xs">
          <span>Default: {defaultText(settings[name])}</span>
          {applies === 'next-session' && (
            <span className="flex items-center gap-1">
              <Clock className="size-3" aria-hidden="true" /> Applies at the next session
            </span>
          )}
          {state.set.includes(name) && <ResetButton name={name} id={id} />}
        </div>
      </div>
      <Control name={name} id={id} state={state} />
      <Remarks name={name} id={id} state={state} />
    </li>
  )
}

function Control({ name, id, state }: { name: SettingName; id: string; state: SettingsState }) {
  const setting = settings[name]
  const value = state.values[name]
  const common = { name, id, 'aria-describedby': `${id}-help ${id}-remarks` }
  if (setting.kind === 'switch') return <SwitchInput {...common} value={value as boolean} />
  if (setting.kind === 'amount')
    return <AmountInput {...common} value={value as number} unit={setting.unit} />
  return <IntervalsInput {...common} value={value as readonly Interval[]} />
}

/** The button is gone once it has done its work, so the keyboard goes on at the value. */
function ResetButton({ name, id }: { name: SettingName; id: string }) {
  const reset = ({ currentTarget }: MouseEvent<HTMLButtonElement>): void => {
    if (currentTarget.matches(':focus-visible')) document.getElementById(id)?.focus()
    void resetSettings([name])
  }
  return (
    <button
      type="button"
      aria-label={`Reset ${name}`}
      onClick={reset}
      className="flex h-6 items-center gap-1 rounded-sm px-1.5 text-accent transition-colors hover:bg-hover disabled:opacity-40"
    >
      <RotateCcw className="size-3" aria-hidden="true" /> Reset
    </button>
  )
}

/** What is wrong with what was entered, and what does not make sense of the value. */
function Remarks({ name, id, state }: { name: SettingName; id: string; state: SettingsState }) {
  const refusal = useSettings(({ refusals }) => refusals[name])
  const warnings = state.warnings.filter((warning) => warning.name === name)
  return (
    <div
      id={`${id}-remarks`}
      className="text-selectable col-span-2 text-sm not-empty:pb-1 [overflow-wrap:anywhere]"
    >
      {refusal && (
        <p role="alert" className="mt-2 flex gap-2 text-down">
          <CircleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden="true" />
          {refusal.cause}
        </p>
      )}
      {warnings.map(({ text }) => (
        <p key={text} role="status" className="mt-2 flex gap-2 text-warn">
          <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden="true" />
          {text}
        </p>
      ))}
    </div>
  )
}
