import type { SessionDate } from '#shared/calendar/session-date.ts'
import { gapTitle, gapVerdict } from '../ledger/gap-words.ts'
import { GapSwatch } from '../ledger/swatch.tsx'
import { showGap } from './day-actions.ts'
import { useGaps } from './session-detail.ts'
import { countText } from './summary.ts'

/** Runs that are listed; the ledger of the replay lists all. */
const mostLines = 100

/** The missing minutes of one symbol in a session, each a way into the replay. */
export function GapLines({ session, symbol, zone }: { session: SessionDate; symbol: string; zone: string }) {
  const { gaps, failure } = useGaps(symbol, session)
  const ended = gaps?.filter((gap) => gap.class !== 'pending') ?? []
  return (
    <section
      aria-label={`Gaps of ${symbol}`}
      className="flex max-h-[min(14rem,24vh)] shrink-0 flex-col border-line border-b pt-4"
    >
      <h2 className="panel-title flex justify-between px-4 pb-2">
        Gaps · {symbol}
        <span className="font-normal tracking-normal">{ended.length > 0 && ended.length}</span>
      </h2>
      {failure && <p className="px-4 pb-3 text-missing text-sm [overflow-wrap:anywhere]">{failure}</p>}
      {!failure && ended.length === 0 && (
        <p className="px-4 pb-4 text-muted text-sm">
          {gaps ? 'No minute is missing.' : 'Looking for missing minutes …'}
        </p>
      )}
      <ol className="min-h-0 overflow-y-auto">
        {ended.slice(0, mostLines).map((gap) => (
          <li key={gap.start}>
            <button
              type="button"
              title={`${gap.reason} Opens the replay there.`}
              className="flex w-full items-start gap-2.5 px-4 py-1.5 text-left -outline-offset-2 hover:bg-raised/60"
              onClick={() => void showGap(session, symbol, { start: gap.start, end: gap.end })}
            >
              <span className="mt-[3px]">
                <GapSwatch of={gap.class} certainty={gap.certainty} />
              </span>
              <span className="min-w-0">
                <span className="block font-medium text-sm">{gapTitle(gap, zone)}</span>
                <span className="block text-muted text-xs">{gapVerdict(gap)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {ended.length > mostLines && (
        <p className="px-4 py-2 text-faint text-xs">
          {countText(ended.length - mostLines, 'more run', 'more runs')} in the ledger of the replay.
        </p>
      )}
    </section>
  )
}
