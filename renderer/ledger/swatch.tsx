import type { CSSProperties } from 'react'
import type { Certainty, GapClass } from '#shared/gaps/gap-class.ts'
import { classes } from '../ui/classes.ts'
import { classColor, classStyles, type Strength, strengthOf } from './class-style.ts'

/** The sign of a class of missing minutes: its colour, its letter, and in what way it is painted how sure it is. */
export function GapSwatch({ of, certainty }: { of: GapClass; certainty: Certainty }) {
  const strength = strengthOf(certainty)
  return (
    <Swatch
      letter={classStyles[of].letter}
      ink={strength === 'solid' ? 'var(--color-canvas)' : 'var(--color-ink)'}
      style={paint(classColor(of), strength)}
    />
  )
}

/** The sign of minutes that have a bar, or of a count: its colour, and a letter where one is given. */
export function Swatch({
  letter = '',
  ink = 'var(--color-canvas)',
  style,
}: {
  letter?: string
  ink?: string
  style: CSSProperties
}) {
  return (
    <span
      aria-hidden="true"
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-[3px] font-bold text-[9px] leading-none',
        letter === '' ? 'size-2.5' : 'size-3.5',
      )}
      style={{ ...style, color: ink }}
    >
      {letter}
    </span>
  )
}

function paint(color: string, strength: Strength): CSSProperties {
  if (strength === 'solid') return { background: color }
  if (strength === 'hollow') return { boxShadow: `inset 0 0 0 1.5px ${color}` }
  const mixed = (share: number) => `color-mix(in srgb, ${color} ${share}%, transparent)`
  return {
    background: `repeating-linear-gradient(135deg, ${mixed(60)} 0 2px, ${mixed(22)} 2px 4px)`,
    boxShadow: `inset 0 0 0 1px ${color}`,
  }
}
