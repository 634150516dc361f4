import { useEffect, useState } from 'react'
import { coveragePercent, formatCount } from '../charts/prices.ts'
import { useChart } from '../stores/chart.ts'
import { useReplay } from '../stores/replay.ts'
import { Ring } from '../ui/ring.tsx'
import { watchQuotes } from '../watchlist/quote-board.ts'
import { Fact } from './fact.tsx'

interface Minutes {
  readonly recorded: number
  readonly expected: number
}

/** Minutes of the focused symbol that have a bar, and those that have ended on the clock. */
export function useRecorded(): Minutes | undefined {
  const symbol = useChart((state) => state.symbol)
  const symbols = useReplay((state) => state.info?.symbols)
  const [minutes, setMinutes] = useState<Minutes>()
  useEffect(() => {
    setMinutes(undefined)
    const index = symbols?.findIndex((listed) => listed.symbol === symbol) ?? -1
    if (index < 0) return
    return watchQuotes(({ recorded, expected }) => {
      if (index >= recorded.length) return
      const next = { recorded: recorded[index] ?? 0, expected: expected[index] ?? 0 }
      setMinutes((now) => (now?.recorded === next.recorded && now.expected === next.expected ? now : next))
    })
  }, [symbol, symbols])
  return minutes
}

/** How complete the focused symbol's bars are up to the clock. */
export function QualityPanel() {
  const symbol = useChart((state) => state.symbol)
  const minutes = useRecorded()
  const recorded = minutes?.recorded ?? 0
  const expected = minutes?.expected ?? 0
  const coverage = coveragePercent(recorded, expected)
  const missing = expected - recorded
  const share = expected > 0 ? recorded / expected : 0
  return (
    <section aria-label="Bar quality" className="border-line border-b px-4 pt-4 pb-5">
      <h2 className="panel-title">Bar quality{symbol && ` · ${symbol}`}</h2>
      <div className="mt-4 flex items-center gap-5 @max-[270px]:flex-col @max-[270px]:gap-3">
        <div className="relative size-24 shrink-0">
          <Ring
            className="size-full"
            parts={[
              { name: 'recorded', from: 0, share, color: 'var(--color-recorded)' },
              {
                name: 'missing',
                from: share,
                share: expected > 0 ? 1 - share : 0,
                color: 'var(--color-missing)',
              },
            ]}
            width={3.6}
          />
          <div className="absolute inset-0 flex flex-col items-center justify-center">
            <span className="font-semibold text-xl leading-6" data-testid="coverage">
              {coverage === undefined ? '–' : coverage.toFixed(1)}
            </span>
            <span className="text-2xs text-muted">% coverage</span>
          </div>
        </div>
        <dl className="min-w-0 flex-1 @max-[270px]:w-full">
          <Fact name="Expected so far">{formatCount(expected)}</Fact>
          <Fact name="Recorded">
            <span className="text-[color-mix(in_oklab,var(--color-recorded)_65%,white)]">
              {formatCount(recorded)}
            </span>
          </Fact>
          <Fact name="Missing">
            <span className={missing > 0 ? 'text-missing' : undefined}>{formatCount(missing)}</span>
          </Fact>
        </dl>
      </div>
    </section>
  )
}
