/** Circumference of a ring whose box is 36 units wide and whose stroke is 4. */
const radius = 16
const ringLength = 2 * Math.PI * radius

/** Dash pattern of a ring that is full to a share from 0 to 1. */
export function ringDash(share: number): string {
  const length = Math.max(0, Math.min(1, share)) * ringLength
  return `${length.toFixed(2)} ${ringLength.toFixed(2)}`
}

/** A part of a ring in one colour; shares count from the top, clockwise. */
export interface RingPart {
  readonly name: string
  readonly from: number
  readonly share: number
  readonly color: string
}

/** A ring of coloured parts. What it says must also stand beside it in words. */
export function Ring({
  parts,
  className,
  width = 4,
}: {
  parts: readonly RingPart[]
  className?: string
  width?: number
}) {
  return (
    <svg viewBox="0 0 36 36" className={className} aria-hidden="true">
      <circle cx="18" cy="18" r={radius} fill="none" stroke="var(--color-line)" strokeWidth={width} />
      {parts.map((part) => (
        <circle
          key={part.name}
          cx="18"
          cy="18"
          r={radius}
          fill="none"
          stroke={part.color}
          strokeWidth={width}
          strokeDasharray={ringDash(part.share)}
          transform={`rotate(${part.from * 360 - 90} 18 18)`}
        />
      ))}
    </svg>
  )
}
