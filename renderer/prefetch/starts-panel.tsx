import { useEffect } from 'react'
import { flooredPercent } from '#shared/gaps/percent.ts'
import type { SessionStart } from '#shared/prefetch/session-start.ts'
import { formatBytes } from '../charts/prices.ts'
import { formatSession } from '../time/zone.ts'
import { counted } from './plan-words.ts'
import { isMissed, originWords, type StartTimes, shortTime, startTimes, waitedWords } from './start-words.ts'
import { loadStarts, useStarts } from './starts.ts'

const mostShown = 5

/** How sessions were started: how often what was prepared was at hand, and what that saved. */
export function StartsPanel({ store }: { store: string | undefined }) {
  const starts = useStarts((state) => state.starts)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another engine has other starts, another store other sessions in memory
  useEffect(() => void loadStarts(), [store])
  if (!starts || starts.starts.length === 0) return null
  const { hits, of, bytes } = starts
  const times = startTimes(starts.starts)
  const longest = Math.max(times.prefetched?.median ?? 0, times.store?.median ?? 0)
  const rate = flooredPercent(hits, of)
  return (
    <section aria-label="Starts" className="mt-6">
      <header className="mb-2 flex items-baseline justify-between gap-3">
        <h2 className="panel-title">Starts</h2>
        {bytes > 0 && <span className="text-faint text-xs">{formatBytes(bytes)} prepared in memory</span>}
      </header>
      <p className="flex items-baseline justify-between gap-3 text-sm">
        <span className="text-muted">Hit rate</span>
        <span data-testid="hit-rate">
          {rate === undefined ? (
            <span className="text-muted">no prepared session was opened yet</span>
          ) : (
            <>
              <strong className="font-semibold">{rate} %</strong>{' '}
              <span className="text-muted">
                {hits} of {counted(of, 'prepared session')}
              </span>
            </>
          )}
        </span>
      </p>
      <TimeBar name="With prefetch" color="var(--color-up)" times={times.prefetched} longest={longest} />
      <TimeBar name="Without" color="var(--color-recorded)" times={times.store} longest={longest} />
      <ol aria-label="Last starts" className="mt-2">
        {starts.starts.slice(0, mostShown).map((start) => (
          <StartRow key={`${start.at} ${start.session}`} start={start} />
        ))}
      </ol>
    </section>
  )
}

function TimeBar({
  name,
  color,
  times,
  longest,
}: {
  name: string
  color: string
  times: StartTimes | undefined
  longest: number
}) {
  const share = times && longest > 0 ? Math.max(0.01, times.median / longest) : 0
  return (
    <div className="mt-1.5 text-sm">
      <p className="flex items-baseline justify-between gap-3">
        <span className="text-muted">{name}</span>
        {times ? (
          <span title={`The one in the middle of ${counted(times.count, 'start')}`}>
            {shortTime(times.median)}{' '}
            <span className="text-faint text-xs">median of {counted(times.count, 'start')}</span>
          </span>
        ) : (
          <span className="text-muted">–</span>
        )}
      </p>
      <div aria-hidden="true" className="mt-1 h-1 rounded-full bg-line">
        <div className="h-full rounded-full" style={{ width: `${100 * share}%`, background: color }} />
      </div>
    </div>
  )
}

function StartRow({ start }: { start: SessionStart }) {
  const { session, exchange, symbols, from, ms, miss } = start
  return (
    <li className="border-line border-t py-1.5 text-sm first:border-t-0">
      <p className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate">
          {formatSession(session)} · {exchange}
        </span>
        <span className="shrink-0">
          from {originWords[from]}, {shortTime(ms)}
        </span>
      </p>
      <p className="text-faint text-xs">
        {counted(symbols, 'symbol')} · {waitedWords(start)}
      </p>
      {miss && (
        <p className={`text-xs [overflow-wrap:anywhere] ${isMissed(start) ? 'text-missing' : 'text-faint'}`}>
          {miss.reason}
        </p>
      )}
    </li>
  )
}
