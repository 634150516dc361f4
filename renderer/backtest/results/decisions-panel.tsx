import { ScrollText } from 'lucide-react'
import { useState } from 'react'
import type { KeptResults, KeptRun } from '#shared/protocol/backtest-calls.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { formatCount } from '../../charts/prices.ts'
import { formatDate, formatMinute } from '../../time/zone.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { jumpTo } from '../jump.ts'

interface Line {
  readonly key: string
  readonly at: EpochMs
  readonly symbol: string | undefined
  readonly text: string
}

/** Decisions that were not asked for as too few minutes had come, and what the strategy wrote down. */
export function DecisionsPanel({ results: { run, skipped, log, leftOut } }: { results: KeptResults }) {
  const skips = skipped.map(({ symbol, at, coverage }, number) => ({
    key: String(number),
    at,
    symbol,
    text: `${symbol} not asked at ${coverage.toFixed(1)} % coverage`,
  }))
  const lines = log.map(({ at, text }, number) => ({ key: String(number), at, symbol: undefined, text }))
  if (skips.length === 0 && lines.length === 0)
    return (
      <EmptyState icon={ScrollText} title="Nothing was skipped or logged">
        A strategy with a least coverage is not asked where too few minutes have come; what it writes with
        ctx.log stands here.
      </EmptyState>
    )
  return (
    <div className="flex min-h-0 flex-1">
      {skips.length > 0 && (
        <Lines title="Skipped decisions" run={run} lines={skips} leftOut={leftOut.skipped} />
      )}
      {lines.length > 0 && <Lines title="Log" run={run} lines={lines} leftOut={leftOut.log} />}
    </div>
  )
}

function Lines({
  title,
  run,
  lines,
  leftOut,
}: {
  title: string
  run: KeptRun
  lines: readonly Line[]
  leftOut: number
}) {
  const [chosen, setChosen] = useState<string>()
  const open = ({ at, symbol }: Line): void => void jumpTo(run, symbol ?? run.request.symbols[0] ?? '', at)
  const timeOf = ({ at }: Line): string => `${formatDate(run.zone, at)} ${formatMinute(run.zone, at)}`
  return (
    <section aria-label={title} className="flex min-w-0 flex-1 flex-col border-line border-r last:border-r-0">
      <h3 className="panel-title flex justify-between px-5 py-2">
        {title}
        {leftOut > 0 && (
          <span className="font-normal normal-case tracking-normal">
            the first {formatCount(lines.length)}, {formatCount(leftOut)} more
          </span>
        )}
      </h3>
      <VirtualList
        label={title}
        items={lines}
        keyOf={({ key }) => key}
        labelOf={(line) => `${timeOf(line)}: ${line.text}`}
        chosen={chosen}
        onChoose={({ key }) => setChosen(key)}
        onOpen={open}
      >
        {(line) => (
          <span className="flex w-full min-w-0 gap-4 px-5 text-xs">
            <span className="w-38 shrink-0 whitespace-nowrap text-muted">{timeOf(line)}</span>
            <span className="min-w-0 truncate" title={line.text}>
              {line.text}
            </span>
          </span>
        )}
      </VirtualList>
    </section>
  )
}
