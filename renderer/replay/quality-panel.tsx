import { CircleHelp } from 'lucide-react'
import { flooredPercent } from '#shared/gaps/percent.ts'
import type { LedgerAnswer } from '#shared/protocol/ledger-calls.ts'
import { formatCount } from '../charts/prices.ts'
import { useShownAnswer } from '../ledger/shown-answer.ts'
import { Swatch } from '../ledger/swatch.tsx'
import { useChart } from '../stores/chart.ts'
import { usePlayback } from '../stores/playback.ts'
import { useShownSession } from '../stores/shown-session.ts'
import { formatMinute } from '../time/zone.ts'
import { IconButton } from '../ui/button.tsx'
import { Ring, type RingPart } from '../ui/ring.tsx'
import { Fact } from './fact.tsx'
import { useRecorded } from './recorded.ts'

type Counts = LedgerAnswer['counts']

/** The counts, in the order of the ring, and what has no part of it last. Late minutes are in two of them. */
const shown = [
  { count: 'recorded', name: 'Recorded', color: 'var(--color-recorded)' },
  { count: 'filled', name: 'Filled', color: 'var(--color-filled)' },
  { count: 'noTrade', name: 'No trade', color: 'var(--color-gap-no-trade)' },
  { count: 'halted', name: 'Halted', color: 'var(--color-gap-halted)' },
  { count: 'missing', name: 'Missing', color: 'var(--color-missing)' },
  { count: 'pending', name: 'Pending', color: 'var(--color-gap-pending)' },
] as const

const explanation = [
  'Coverage: minutes that have a bar, of those that have ended.',
  'Explained: coverage, and minutes that are proven empty or halted.',
  'Late: of the recorded and filled minutes those whose bar is known to have come after their end.',
  'As of: the minute of the clock up to which it was measured; while the replay goes on it may be behind.',
  'Measured from the calendar and the bars that are there, with data upkeep or without it.',
].join(' ')

/** How complete the focused symbol's bars are up to the clock. */
export function QualityPanel() {
  const symbol = useChart((state) => state.symbol)
  const { covered, ended, counts } = useMinutes()
  const explained = counts && flooredPercent(covered + counts.noTrade + counts.halted, ended)
  const coverage = flooredPercent(covered, ended)
  return (
    <section aria-label="Bar quality" className="border-line border-b px-4 pt-4 pb-4">
      <div className="flex items-center justify-between">
        <h2 className="panel-title min-w-0 flex-1 truncate">Bar quality{symbol && ` · ${symbol}`}</h2>
        <AsOf />
        <IconButton label={explanation} side="left" className="-my-2 -mr-1.5 size-7">
          <CircleHelp className="size-4" aria-hidden="true" />
        </IconButton>
      </div>
      <div className="mt-3.5 flex items-center gap-5 @max-[270px]:gap-3">
        <div className="relative size-24 shrink-0 @max-[270px]:size-20">
          <Ring
            className="size-full"
            parts={counts ? ringParts(counts, ended) : coveredPart(covered, ended)}
            width={3.6}
          />
          <div className="absolute inset-0 flex flex-col items-center justify-center">
            <span className="font-semibold text-xl leading-6" data-testid="coverage">
              {coverage === undefined ? '–' : coverage.toFixed(1)}
            </span>
            <span className="text-2xs text-muted">coverage</span>
          </div>
        </div>
        <dl className="min-w-0 flex-1">
          <Fact name="Coverage">{percent(coverage)}</Fact>
          <Fact name="Explained">
            <span data-testid="explained">{percent(explained)}</span>
          </Fact>
          <Fact name="Expected">
            <span data-testid="quality-expected">{ended === 0 && !counts ? '–' : formatCount(ended)}</span>
          </Fact>
        </dl>
      </div>
      <dl className="mt-3 grid grid-cols-2 gap-x-5">
        {shown.map(({ count, name, color }) => (
          <div key={count} className="flex items-center gap-2 py-[3px] text-sm">
            <Swatch style={{ background: color }} />
            <dt className="min-w-0 flex-1 truncate text-muted">{name}</dt>
            <dd className="font-medium" data-testid={`count-${count}`}>
              {counts ? formatCount(counts[count]) : '–'}
            </dd>
          </div>
        ))}
        <div className="col-span-2 flex items-center gap-2 py-[3px] text-sm">
          <dt className="min-w-0 flex-1 truncate text-muted">Late, of recorded and filled</dt>
          <dd className="font-medium" data-testid="count-late">
            {counts ? formatCount(counts.late) : '–'}
          </dd>
        </div>
      </dl>
      <Sources />
    </section>
  )
}

/** The minute that the panel is of: while the clock goes on it may be one before. */
function AsOf() {
  const answer = useShownAnswer()
  const zone = useShownSession()?.zone
  const minute = usePlayback(({ clock }) => {
    const time = answer?.clock ?? clock
    return zone && time !== undefined ? formatMinute(zone, time) : undefined
  })
  if (minute === undefined) return null
  return (
    <span className="px-2 text-2xs text-faint tabular-nums" data-testid="quality-as-of">
      as of {minute}
    </span>
  )
}

const kindNames = { recorded: 'Recorded by', filled: 'Filled from' } as const
const kindColors = { recorded: 'var(--color-recorded)', filled: 'var(--color-filled)' } as const

/** Where the minutes with a bar came from; as many in all as are recorded and filled. */
function Sources() {
  const sources = useShownAnswer()?.sources
  if (!sources || sources.length === 0) return null
  return (
    <table className="mt-2 w-full border-line border-t text-sm" data-testid="sources">
      <caption className="sr-only">Where the minutes with a bar came from</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Source</th>
          <th scope="col">Minutes</th>
        </tr>
      </thead>
      <tbody>
        {sources.map(({ kind, source, minutes }) => (
          <tr key={`${kind} ${source}`}>
            <th scope="row" className="max-w-0 truncate py-[3px] text-left font-normal" title={source}>
              <Swatch style={{ background: kindColors[kind] }} />
              <span className="pl-2 text-muted">{kindNames[kind]}</span> {source}
            </th>
            <td className="w-px py-[3px] pl-3 text-right font-medium">{formatCount(minutes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${share.toFixed(1)} %`
}

/** Parts of the ring in order, of the minutes that have ended. */
function ringParts(counts: Counts, ended: number): RingPart[] {
  let from = 0
  return shown.flatMap(({ count, name, color }) => {
    if (count === 'pending' || ended === 0 || counts[count] === 0) return []
    const part = { name, from, share: counts[count] / ended, color }
    from += part.share
    return [part]
  })
}

/** The one part that is known while the ledger has not told. */
function coveredPart(covered: number, ended: number): RingPart[] {
  if (covered === 0) return []
  return [{ name: 'With a bar', from: 0, share: covered / ended, color: 'var(--color-recorded)' }]
}

/** Minutes with a bar, minutes that have ended, and where the ledger told them, all counts. */
interface Minutes {
  readonly covered: number
  readonly ended: number
  readonly counts: Counts | undefined
}

/** Without the ledger the frame tells the coverage, and nothing of what became of the other minutes (G9). */
function useMinutes(): Minutes {
  const counts = useShownAnswer()?.counts
  const frame = useRecorded()
  if (!counts) return { covered: frame?.recorded ?? 0, ended: frame?.expected ?? 0, counts }
  return { covered: counts.recorded + counts.filled, ended: counts.expected - counts.pending, counts }
}
