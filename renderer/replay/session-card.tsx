import { ShieldCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { at, lowerBound } from '#shared/bars/columns.ts'
import { formatPrice, formatShort } from '../charts/prices.ts'
import { useChart } from '../stores/chart.ts'
import { useReplay } from '../stores/replay.ts'
import { type ShownSession, useShownSession } from '../stores/shown-session.ts'
import { formatMinute, formatSession, formatSpan, zoneName } from '../time/zone.ts'
import { Button } from '../ui/button.tsx'
import { keepFocus } from '../ui/input-mode.ts'
import { watchQuotes } from '../watchlist/quote-board.ts'
import { Fact } from './fact.tsx'
import { SessionBadge } from './session-badge.tsx'
import { StartedFact } from './started-fact.tsx'
import { useVerifying, verifySession } from './verify.ts'

interface Totals {
  readonly volume: number
  readonly high: number
  readonly low: number
}

/** The session itself: where it stands and what the focused symbol did in it so far. */
export function SessionCard() {
  const info = useShownSession()
  const totals = useTotals()
  if (!info) return null
  const zone = zoneName(info.zone, info.opens)
  const first = info.segments[0]?.open ?? info.opens
  const last = info.segments.at(-1)?.close ?? info.closes
  return (
    <section aria-label="Session" className="px-4 pt-4 pb-5">
      <h2 className="panel-title">Session · {formatSession(info.session)}</h2>
      <dl className="mt-2.5">
        <Fact name="State">
          <SessionBadge info={info} />
        </Fact>
        <Fact name="Volume">{totals ? formatShort(totals.volume) : '–'}</Fact>
        <Fact name="High / low">
          {totals ? `${formatPrice(totals.high)} / ${formatPrice(totals.low)}` : '– / –'}
        </Fact>
        <Fact name="Previous close">
          <PreviousClose />
        </Fact>
        <Fact name="Trailing sessions">
          <Trailing info={info} />
        </Fact>
        <Fact name="Feed">
          <Feed info={info} />
        </Fact>
        {info.opened && <StartedFact facts={info.opened} />}
      </dl>
      <VerifyButton />
      <h2 className="panel-title mt-5">Exchange · {info.exchange}</h2>
      <dl className="mt-2.5">
        <Fact name="Regular hours">
          {formatSpan(info.zone, first, last)} {zone}
        </Fact>
        {info.segments.length > 1 && (
          <Fact name="Break">
            {info.segments
              .slice(1)
              .map((segment, index) =>
                formatSpan(info.zone, info.segments[index]?.close ?? first, segment.open),
              )
              .join(', ')}
          </Fact>
        )}
        {info.preMarket && (
          <Fact name="Before">{formatSpan(info.zone, info.preMarket.open, info.preMarket.close)}</Fact>
        )}
        {info.postMarket && (
          <Fact name="After">{formatSpan(info.zone, info.postMarket.open, info.postMarket.close)}</Fact>
        )}
        <Fact name="Expected minutes">{info.expectedMinutes}</Fact>
      </dl>
      {info.earlyClose && (
        <p className="mt-3 rounded-md border border-accent/30 bg-accent/10 px-3 py-2 text-ink text-sm">
          Early close at {formatMinute(info.zone, last)} {zone}
          {info.reason && <span className="text-muted">: {info.reason}</span>}
        </p>
      )}
      {!info.earlyClose && info.reason && (
        <p className="mt-3 rounded-md border border-accent/30 bg-accent/10 px-3 py-2 text-ink text-sm">
          Not a usual session<span className="text-muted">: {info.reason}</span>
        </p>
      )}
    </section>
  )
}

function VerifyButton() {
  const verifying = useVerifying((state) => state.verifying)
  return (
    <Button
      className="mt-2.5 w-full"
      title="Replays the session apart and checks at every minute what must always hold"
      disabled={verifying}
      onMouseDown={keepFocus}
      onClick={() => void verifySession()}
    >
      <ShieldCheck className="size-4 text-muted" aria-hidden="true" /> {verifying ? 'Verifying …' : 'Verify'}
    </Button>
  )
}

function useListed(info: ShownSession) {
  const symbol = useChart((state) => state.symbol)
  return info.symbols.find((listed) => listed.symbol === symbol)
}

/** How many of the sessions before this one the chart has bars of. */
function Trailing({ info }: { info: ShownSession }) {
  const shown = useChart(({ feed }) =>
    feed === undefined
      ? undefined
      : info.trailing.filter(({ open, close }) => {
          const { columns, length } = feed.cache
          const bar = lowerBound(columns.start, open, length)
          return bar < length && at(columns.start, bar) < close
        }).length,
  )
  return shown === undefined ? '–' : `${shown} of ${info.trailing.length} shown`
}

/** It may be another after the session before was filled or corrected. */
function PreviousClose() {
  const symbol = useChart((state) => state.symbol)
  const close = useReplay(
    ({ info }) => info?.symbols.find((listed) => listed.symbol === symbol)?.previousClose,
  )
  return close === undefined ? <span className="text-muted">not stored</span> : formatPrice(close)
}

function Feed({ info }: { info: ShownSession }) {
  return useListed(info)?.feed ?? <span className="text-missing">no bars</span>
}

/** Volume, high and low of the focused symbol so far; undefined before its first bar. */
function useTotals(): Totals | undefined {
  const symbol = useChart((state) => state.symbol)
  const symbols = useReplay((state) => state.info?.symbols)
  const [totals, setTotals] = useState<Totals>()
  useEffect(() => {
    setTotals(undefined)
    const index = symbols?.findIndex((listed) => listed.symbol === symbol) ?? -1
    if (index < 0) return
    return watchQuotes((quotes) => {
      if (index >= quotes.volume.length) return
      const high = at(quotes.high, index)
      const next = { volume: at(quotes.volume, index), high, low: at(quotes.low, index) }
      setTotals((now) => {
        if (!Number.isFinite(high)) return undefined
        return now && now.volume === next.volume && now.high === next.high && now.low === next.low
          ? now
          : next
      })
    })
  }, [symbol, symbols])
  return totals
}
