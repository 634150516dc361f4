import { FlaskConical } from 'lucide-react'
import { classes } from './classes.ts'

/** Marks bars that no market made. */
export function SyntheticBadge({ className }: { className?: string }) {
  return (
    <span
      title="Made by a generator, not by a market"
      className={classes(
        'inline-flex items-center gap-1 rounded-sm border border-accent/50 bg-accent/10 px-1.5 font-semibold text-2xs text-accent leading-[1.125rem] tracking-wider',
        className,
      )}
    >
      <FlaskConical className="size-3" aria-hidden="true" />
      SYNTHETIC
    </span>
  )
}
