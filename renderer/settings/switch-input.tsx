import { Switch } from 'radix-ui'
import { changeSetting } from './change-settings.ts'
import type { ControlProps } from './control-props.ts'

/** A setting that is on or off. */
export function SwitchInput({ name, value, ...described }: ControlProps & { value: boolean }) {
  return (
    <span className="flex h-8 items-center gap-2.5 text-muted text-sm">
      <span aria-hidden="true">{value ? 'On' : 'Off'}</span>
      <Switch.Root
        {...described}
        checked={value}
        onCheckedChange={(next) => void changeSetting(name, next, next ? 'on' : 'off')}
        className="relative h-5 w-9 rounded-full border border-edge bg-canvas transition-colors disabled:opacity-40 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Switch.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-muted transition-transform data-[state=checked]:translate-x-[1.125rem] data-[state=checked]:bg-accent-ink" />
      </Switch.Root>
    </span>
  )
}
