import { Telescope } from 'lucide-react'
import { formatSession } from '../time/zone.ts'
import { Tip } from '../ui/tip.tsx'
import type { Range } from './calendar-days.ts'

/** Marks days that no published calendar confirms, and says what that means. */
export function ProjectedBadge({ range }: { range: Range }) {
  const { projectedAfter } = range
  if (projectedAfter === undefined) return null
  return (
    <Tip
      text={`Days after ${formatSession(projectedAfter)} are projected: they follow from the rules of the exchange and are not checked against published sessions. Closures that no rule foretells are missing.`}
    >
      <button
        type="button"
        className="inline-flex items-center gap-1 rounded-sm border border-edge px-1.5 text-2xs text-muted leading-[1.125rem]"
      >
        <Telescope className="size-3" aria-hidden="true" /> projected
      </button>
    </Tip>
  )
}

/** Where the days come from, and the version of the calendar, by which a run can be told from another. */
export function CalendarSource({ range }: { range: Range }) {
  return (
    <p className="text-selectable mt-2 text-2xs text-faint [overflow-wrap:anywhere]">
      Calendar version {range.version}: {range.source}
    </p>
  )
}
