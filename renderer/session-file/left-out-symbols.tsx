import { CircleX } from 'lucide-react'
import type { Readiness } from '#shared/session-file/readiness.ts'
import { formatCount } from '../charts/prices.ts'

const mostNamed = 100

/** The symbols of a session file that cannot take part, by name, each with its reason. */
export function LeftOutSymbols({ leftOut }: Pick<Readiness, 'leftOut'>) {
  if (leftOut.length === 0) return null
  const more = leftOut.length - mostNamed
  return (
    <section aria-label="Left out">
      <h3 className="panel-title mb-1.5">Left out</h3>
      <ul className="flex flex-col gap-0.5 text-sm" data-testid="left-out">
        {leftOut.slice(0, mostNamed).map(({ symbol, reason }) => (
          <li key={symbol} className="flex gap-2">
            <CircleX className="mt-0.5 size-3.5 shrink-0 text-missing" aria-hidden="true" />
            <span className="w-20 shrink-0 font-medium [overflow-wrap:anywhere]">{symbol}</span>
            <span className="min-w-0 text-muted">{reason}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="mt-1 text-muted text-xs">and {formatCount(more)} more</p>}
    </section>
  )
}
