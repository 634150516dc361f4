import { useEffect, useState } from 'react'
import { gapMeanings } from '#shared/gaps/gap-class.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import type { GapEvidence, GapRow } from '#shared/protocol/ledger-calls.ts'
import { minuteMs } from '#shared/time/epoch.ts'
import { ReadOnlyNote } from '../data/read-only-note.tsx'
import { engine } from '../engine/link.ts'
import { useChart } from '../stores/chart.ts'
import { formatSpan } from '../time/zone.ts'
import { evidenceLine } from './evidence-words.ts'
import { gapTitle, gapVerdict } from './gap-words.ts'
import { MarkActions } from './mark-form.tsx'
import { RetryActions } from './retry-actions.tsx'
import { StandInActions } from './stand-in-actions.tsx'
import { GapSwatch } from './swatch.tsx'

/** A gap with all that its class follows from, and what a person says of it. */
export function GapDetail({ gap, zone }: { gap: GapRow; zone: string }) {
  return (
    <div className="flex max-h-[min(30rem,var(--radix-popover-content-available-height))] w-[22rem] flex-col">
      <header className="px-3.5 pt-3 pb-2">
        <h2 className="font-semibold text-base">{gapTitle(gap, zone)}</h2>
        <p className="mt-1 flex items-center gap-2 text-sm">
          <GapSwatch of={gap.class} certainty={gap.certainty} />
          {gapVerdict(gap)}
        </p>
        <p className="mt-1 text-muted text-xs">{gapMeanings[gap.class]}</p>
      </header>
      <Evidence gap={gap} zone={zone} />
      <ReadOnlyNote className="mx-3.5 mb-2" />
      <RetryActions gap={gap} />
      <StandInActions gap={gap} />
      <MarkActions gap={gap} />
    </div>
  )
}

function Evidence({ gap, zone }: { gap: GapRow; zone: string }) {
  const symbol = useChart((state) => state.symbol)
  const [evidence, setEvidence] = useState<GapEvidence>()
  const [failure, setFailure] = useState<string>()
  const { start, end, reason, tries } = gap
  // biome-ignore lint/correctness/useExhaustiveDependencies: another end, reason or try says that the evidence is another
  useEffect(() => {
    if (!symbol) return
    let isWanted = true
    const ask = async (): Promise<void> => {
      try {
        const answer = await engine().call('ledger.evidence', { symbol, start })
        if (isWanted) setEvidence(answer)
      } catch (error) {
        if (isWanted) setFailure(asFailure(error).message)
      }
    }
    void ask()
    return () => {
      isWanted = false
    }
  }, [symbol, start, end, reason, tries])
  if (!evidence) return <p className="px-3.5 pb-3 text-muted text-sm">{failure ?? 'Looking it up …'}</p>
  const { parts } = evidence
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-3.5 pb-2" data-testid="gap-evidence">
      {parts.map((part) => (
        <section key={part.start} className="mb-1">
          {parts.length > 1 && (
            <h3 className="panel-title mt-1">
              {formatSpan(zone, part.start, (part.start + part.minutes * minuteMs) as typeof part.start)}
            </h3>
          )}
          <dl>
            {part.known.map((item, index) => {
              const line = evidenceLine(item, zone)
              return (
                line && (
                  <div
                    // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no name, and its order stays
                    key={index}
                    className="border-line/60 border-b py-1.5 last:border-b-0"
                  >
                    <dt className="text-muted text-xs">{line.about}</dt>
                    <dd className="text-selectable text-sm [overflow-wrap:anywhere]">{line.text}</dd>
                  </div>
                )
              )
            })}
          </dl>
        </section>
      ))}
    </div>
  )
}
