import type { LineStyleName } from './catalogue.ts'

const dashes = { solid: undefined, dashed: '4 2.5', columns: undefined } as const

/** A piece of a line as the chart draws it. */
export function LineSample({ style, color }: { style: LineStyleName; color: string }) {
  return (
    <svg width="14" height="10" viewBox="0 0 14 10" aria-hidden="true" className="shrink-0">
      {style === 'columns' ? (
        <path d="M1 9V6h2v3zM4.5 9V3h2v6zM8 9V1h2v8zM11.5 9V5h2v4z" className="fill-muted" />
      ) : (
        <line x1="0" x2="14" y1="5" y2="5" stroke={color} strokeWidth="2" strokeDasharray={dashes[style]} />
      )}
    </svg>
  )
}
