import { gapClasses } from '#shared/gaps/gap-class.ts'
import { classStyles } from '../ledger/class-style.ts'
import { useChartGaps } from '../ledger/shown-gaps.ts'
import { GapSwatch, Swatch } from '../ledger/swatch.tsx'

const withBar = [
  { name: 'recorded', color: 'var(--color-recorded)' },
  { name: 'filled', color: 'var(--color-filled)' },
] as const

/** What the colours of the lane mean: those of bars, and of the classes of missing minutes that there are. */
export function DataKey() {
  const gaps = useChartGaps()
  const present = gapClasses.filter((gapClass) => gaps.some((gap) => gap.class === gapClass))
  return (
    <ul
      className="flex gap-3.5 text-muted text-xs max-[1400px]:hidden @max-[920px]:group-has-[[data-testid=adjustment]]:hidden"
      aria-label="Data colours"
    >
      {withBar.map(({ name, color }) => (
        <li key={name} className="flex items-center gap-1.5">
          <Swatch style={{ background: color }} />
          {name}
        </li>
      ))}
      {present.map((gapClass) => (
        <li key={gapClass} className="flex items-center gap-1.5 whitespace-nowrap">
          <GapSwatch of={gapClass} certainty={gapClass === 'unknown' ? 'none' : 'proven'} />
          {classStyles[gapClass].name}
        </li>
      ))}
    </ul>
  )
}
