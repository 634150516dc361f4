import { useEffect, useMemo, useRef } from 'react'
import { useMinutes } from '../replay/minutes.ts'
import { useLedger } from '../stores/ledger.ts'
import { useShownSession } from '../stores/shown-session.ts'
import { LedgerRow } from './gap-row.tsx'
import { type LedgerLine, ledgerLines } from './ledger-lines.ts'

/** Rows that are shown, the newest ones; the lane and the timeline show all runs. */
const mostRows = 200
const none = [] as const

/** The gap ledger of the focused symbol: a row for each run of minutes that is missing or was filled. */
export function GapList() {
  const zone = useShownSession()?.zone
  const failure = useLedger((state) => state.failure)
  const isTold = useLedger((state) => state.answer !== undefined)
  const isShown = useMinutes((state) => state.known)
  const chosen = useLedger((state) => state.chosen)
  const lines = useLines()
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (chosen) list.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const shown = lines.slice(-mostRows)
  if (!zone) return null
  return (
    <section aria-label="Gap ledger" className="flex min-h-0 shrink-0 flex-col border-line border-b pt-4">
      <h2 className="panel-title flex justify-between px-4 pb-2">
        Gap ledger
        {lines.length > 0 && <span className="font-normal tracking-normal">{lines.length}</span>}
      </h2>
      {failure && <p className="px-4 pb-4 text-missing text-sm">{failure}</p>}
      {!failure && lines.length === 0 && (
        <p className="px-4 pb-4 text-muted text-sm" data-testid="ledger-empty">
          {isTold && isShown ? 'No minute is missing so far.' : 'Looking for missing minutes …'}
        </p>
      )}
      {lines.length > shown.length && (
        <p className="px-4 pb-2 text-faint text-xs">
          The last {shown.length} of {lines.length} runs; the others are on the timeline.
        </p>
      )}
      {shown.length > 0 && (
        // A box that runs from its foot upwards keeps its end in sight while it grows, without being measured.
        <div className="flex max-h-[17.5rem] flex-col-reverse overflow-y-auto border-line/60 border-t">
          <ol ref={list} data-testid="ledger-rows">
            {shown.map((line) => (
              <LedgerRow
                key={`${line.kind} ${line.start}`}
                line={line}
                zone={zone}
                chosen={chosen !== undefined && line.start <= chosen.start && chosen.start < line.end}
              />
            ))}
          </ol>
        </div>
      )}
    </section>
  )
}

function useLines(): readonly LedgerLine[] {
  const gaps = useLedger((state) => state.answer?.gaps ?? none)
  const fills = useLedger((state) => state.answer?.fills ?? none)
  const clock = useLedger((state) => state.answer?.clock)
  const missing = useMinutes((state) => state.missing)
  const filled = useMinutes((state) => state.filled)
  return useMemo(
    () => (clock === undefined ? [] : ledgerLines({ gaps, fills, clock }, { missing, filled })),
    [gaps, fills, clock, missing, filled],
  )
}
