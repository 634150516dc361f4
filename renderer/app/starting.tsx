import { Mark } from './mark.tsx'

/** Shown while the first engine starts: a fraction of a second, so it says little. */
export function Starting() {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-3" role="status">
      <Mark className="size-10 animate-breathe" />
      <p className="text-muted text-sm">Starting the engine …</p>
    </div>
  )
}
