import { type KeyboardEvent, useState } from 'react'
import { dropRefusals, useSettings } from '../stores/settings.ts'
import { leaveSettings } from '../stores/view.ts'
import { Input } from '../ui/field.tsx'
import { changeSetting } from './change-settings.ts'
import type { ControlProps } from './control-props.ts'

/** A number with its unit. It is set with Enter or by leaving the field; Escape gives the value back, or leaves. */
export function AmountInput({
  name,
  value,
  unit,
  ...described
}: ControlProps & { value: number; unit: string }) {
  const refusal = useSettings((state) => state.refusals[name])
  const [draft, setDraft] = useState<string>()
  const giveBack = (): void => {
    setDraft(undefined)
    dropRefusals([name])
  }
  const commit = async (): Promise<void> => {
    if (draft === undefined) return
    if (draft.trim() === String(value)) return giveBack()
    await changeSetting(name, readNumber(draft), draft)
    setDraft((now) => (now === draft ? undefined : now))
  }
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'Enter') void commit()
    if (key !== 'Escape') return
    if (draft === undefined && !refusal) leaveSettings()
    else giveBack()
  }
  return (
    <span className="flex items-center gap-2.5">
      <Input
        {...described}
        inputMode="numeric"
        value={draft ?? refusal?.entered ?? String(value)}
        aria-invalid={refusal !== undefined}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => void commit()}
        onKeyDown={onKeyDown}
        className="max-w-24 text-right tabular-nums"
      />
      <span className="w-16 shrink-0 text-muted text-sm">{unit}</span>
    </span>
  )
}

/** The number that was typed; what is none goes to the engine as it is, which says what is wrong with it. */
function readNumber(text: string): unknown {
  const typed = text.trim()
  return /^-?\d+([.]\d+)?$/.test(typed) ? Number(typed) : typed
}
