import { useReplay } from '../stores/replay.ts'
import { Tip } from '../ui/tip.tsx'

/** Says, as traded, that the store does not know when the bars of a symbol came (R17); nothing where it does. */
export function ArrivalNote({ symbol }: { symbol: string | undefined }) {
  const assumed = useReplay(
    ({ info }) =>
      info?.view === 'as-traded' &&
      info.symbols.find((listed) => listed.symbol === symbol)?.arrival === 'assumed',
  )
  if (!assumed) return null
  return (
    <Tip text="The store does not know when these bars came. They count as known at their end, except later versions and fills, whose arrival is recorded.">
      <span
        className="shrink-0 rounded-sm border border-line px-1.5 text-2xs text-muted"
        data-testid="arrival"
      >
        arrival assumed
      </span>
    </Tip>
  )
}
