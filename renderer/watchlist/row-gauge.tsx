import { ringDash } from '../ui/ring.tsx'
import { type Gauge, sharesOf } from './gauge.ts'

const radius = 16

/**
 * The parts of the ring, clockwise from the top. What has a bar is thick, what is explained without one is thinner, and
 * what is missing is a hairline, so that no colour has to be told from another.
 */
const parts = [
  { name: 'recorded', width: 5, color: 'var(--color-recorded)' },
  { name: 'filled', width: 5, color: 'var(--color-filled)' },
  { name: 'explained', width: 3, color: 'var(--color-gap-unknown)' },
  { name: 'missing', width: 1.8, color: 'var(--color-missing)' },
] as const

/** Coverage and explained of a row in one ring; `gaugeWriter` fills it in. It says what the words beside it say. */
export function RowGauge() {
  return (
    <svg viewBox="0 0 36 36" className="size-[1.375rem] shrink-0 -rotate-90" aria-hidden="true">
      <circle cx="18" cy="18" r={radius} fill="none" stroke="var(--color-line)" strokeWidth="5" />
      {parts.map(({ name, width, color }) => (
        <circle
          key={name}
          data-ring={name}
          cx="18"
          cy="18"
          r={radius}
          fill="none"
          stroke={color}
          strokeWidth={width}
          strokeDasharray={ringDash(0)}
        />
      ))}
    </svg>
  )
}

/** Writes gauges into a row: its ring, and coverage, explained and filled in words. */
export function gaugeWriter(row: HTMLElement): (gauge: Gauge) => void {
  const [coverage, explained, filled] = ['coverage', 'explained', 'filled'].map((name) =>
    row.querySelector(`[data-part=${name}]`),
  )
  const rings = parts.map(({ name }) => row.querySelector<SVGElement>(`[data-ring=${name}]`))
  return (gauge) => {
    const { covered, measured } = gauge
    const shares = sharesOf(gauge)
    if (coverage) coverage.textContent = shares.coverage === undefined ? '–' : percent(shares.coverage)
    if (explained)
      explained.textContent =
        shares.explained === undefined || shares.explained === shares.coverage
          ? ''
          : `/ ${percent(shares.explained)}`
    if (filled) filled.textContent = measured && measured.filled > 0 ? `+${measured.filled}` : ''
    const explainedMinutes = measured ? measured.noTrade + measured.halted : 0
    // What is missing is known only where it is measured; before that what has no bar stays blank.
    const minutes = [
      covered.recorded - (measured?.filled ?? 0),
      measured?.filled ?? 0,
      explainedMinutes,
      measured?.missing ?? 0,
    ]
    let from = 0
    for (const [index, ring] of rings.entries()) {
      const share = covered.expected === 0 ? 0 : (minutes[index] ?? 0) / covered.expected
      ring?.setAttribute('stroke-dasharray', ringDash(share))
      ring?.setAttribute('transform', `rotate(${from * 360} 18 18)`)
      from += share
    }
  }
}

function percent(share: number): string {
  return `${share.toFixed(1)} %`
}
