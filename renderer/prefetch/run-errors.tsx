import { useState } from 'react'
import type { RunRecord } from '#shared/prefetch/run.ts'
import { namesOf } from '../session-file/names.ts'
import { Button } from '../ui/button.tsx'

const fewLines = 5
const mostNames = 4

/** What went wrong with symbols; those with one cause together. */
export function RunErrors({ errors }: { errors: RunRecord['errors'] }) {
  const [showsAll, setShowsAll] = useState(false)
  if (errors.length === 0) return null
  const causes = [...new Set(errors.map(({ cause }) => cause))]
  const shown = showsAll ? causes : causes.slice(0, fewLines)
  const more = causes.length - shown.length
  return (
    <ul aria-label="Errors" className="mb-3 grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 text-sm">
      {shown.map((cause) => {
        const symbols = errors.flatMap((error) => (error.cause === cause ? [error.symbol] : []))
        return (
          <li key={cause} className="col-span-2 grid grid-cols-subgrid">
            <span className="max-w-80 font-medium normal-nums">{namesOf(symbols, mostNames)}</span>
            <span className="text-selectable min-w-0 text-muted [overflow-wrap:anywhere]">{cause}</span>
          </li>
        )
      })}
      {more > 0 && (
        <li className="col-span-2">
          <Button look="plain" className="h-6 px-1.5 text-xs" onClick={() => setShowsAll(true)}>
            Show {more} more
          </Button>
        </li>
      )}
    </ul>
  )
}
