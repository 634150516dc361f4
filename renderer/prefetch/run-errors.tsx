import type { RunRecord } from '#shared/prefetch/run.ts'
import { namesOf } from '../session-file/names.ts'

const mostLines = 20
const mostNames = 4

/** What went wrong with symbols; those with one cause together. */
export function RunErrors({ errors }: { errors: RunRecord['errors'] }) {
  if (errors.length === 0) return null
  const causes = [...new Set(errors.map(({ cause }) => cause))]
  const more = causes.length - mostLines
  return (
    <ul aria-label="Errors" className="mt-4 grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 text-sm">
      {causes.slice(0, mostLines).map((cause) => {
        const symbols = errors.flatMap((error) => (error.cause === cause ? [error.symbol] : []))
        return (
          <li key={cause} className="col-span-2 grid grid-cols-subgrid">
            <span className="max-w-80 font-medium normal-nums">{namesOf(symbols, mostNames)}</span>
            <span className="text-selectable min-w-0 text-muted [overflow-wrap:anywhere]">{cause}</span>
          </li>
        )
      })}
      {more > 0 && <li className="col-span-2 text-faint">and {more} more causes</li>}
    </ul>
  )
}
