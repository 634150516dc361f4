import type { ComponentProps } from 'react'
import { classes } from './classes.ts'
import { Tip } from './tip.tsx'

type Look = 'outline' | 'plain' | 'accent' | 'danger'

const looks: Readonly<Record<Look, string>> = {
  outline: 'border border-line bg-raised text-ink hover:bg-hover hover:border-edge',
  plain: 'text-muted hover:bg-hover hover:text-ink',
  accent: 'bg-accent text-accent-ink font-semibold hover:brightness-110',
  danger: 'border border-line bg-raised text-down hover:bg-hover',
}

const shared =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md whitespace-nowrap transition-colors disabled:pointer-events-none disabled:opacity-40'

/** A button with words. */
export function Button({ look = 'outline', className, ...rest }: ComponentProps<'button'> & { look?: Look }) {
  return (
    <button type="button" className={classes(shared, 'h-8 px-3 text-sm', looks[look], className)} {...rest} />
  )
}

/** A button with a sign only; `label` is its name for assistive technology and its tip. */
export function IconButton({
  look = 'plain',
  label,
  shortcut,
  side,
  className,
  ...rest
}: ComponentProps<'button'> & {
  look?: Look
  label: string
  shortcut?: string | undefined
  side?: 'top' | 'bottom' | 'left' | 'right'
}) {
  return (
    <Tip text={label} shortcut={shortcut} {...(side && { side })}>
      <button
        type="button"
        aria-label={label}
        className={classes(shared, 'size-8 p-0', looks[look], className)}
        {...rest}
      />
    </Tip>
  )
}
