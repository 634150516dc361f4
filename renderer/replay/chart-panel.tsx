import { CalendarX2, ChevronsRight, Plus, SearchX } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { lowerBound } from '#shared/bars/columns.ts'
import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { ChartAdapter } from '../charts/chart-adapter.ts'
import { closeFeed, openFeed } from '../charts/feeds.ts'
import type { PanePlace } from '../charts/indicator-layer.ts'
import { createChartAdapter } from '../charts/lightweight-chart.ts'
import { formatCount } from '../charts/prices.ts'
import { IndicatorLegend } from '../indicators/indicator-legend.tsx'
import { chooseRun } from '../ledger/choose-gap.ts'
import { useChartGaps, useChartStandIns } from '../ledger/shown-gaps.ts'
import { useChart } from '../stores/chart.ts'
import { useAskedIndicators, useIndicatorsOf } from '../stores/indicators.ts'
import { useLedger } from '../stores/ledger.ts'
import { hasSymbol, useReplay } from '../stores/replay.ts'
import { type ShownSession, shownSession, useShownSession } from '../stores/shown-session.ts'
import { useSymbols } from '../stores/symbols.ts'
import { showView } from '../stores/view.ts'
import { formatSession } from '../time/zone.ts'
import { ChartOrderMenu } from '../trading/chart-order-menu.tsx'
import { moveOrder } from '../trading/move-order.ts'
import { cancelOrder } from '../trading/orders.ts'
import { useChartTrades } from '../trading/use-chart-trades.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { inspectClicked } from './bar-versions.ts'
import { ChartLegend } from './chart-legend.tsx'
import { useMinutes } from './minutes.ts'
import { showLatestSession, showNeighbourSession, showSession } from './session.ts'
import { setShownChart } from './shown-chart.ts'

/** Until then a new chart is taken to be on its way, and the one before stays on the screen. */
const patienceMs = 200

/** The chart of the focused symbol, or why there is none. */
export function ChartPanel() {
  const info = useShownSession()
  const status = useReplay((state) => state.status)
  const symbol = useChart((state) => state.symbol)
  if (status.state === 'failed') {
    return (
      <div className="min-h-0 flex-1">
        <EmptyState icon={CalendarX2} title="This session cannot be shown" actions={<SessionWayOut />}>
          {status.cause}
        </EmptyState>
      </div>
    )
  }
  if (status.state === 'none') return <NothingToShow />
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <ChartLegend />
      <div className="relative min-h-0 flex-1">
        <ChartOf info={info} symbol={symbol} opening={status.state === 'opening'} />
      </div>
    </div>
  )
}

function ChartOf({
  info,
  symbol,
  opening,
}: {
  info: ShownSession | undefined
  symbol: string | undefined
  opening: boolean
}) {
  if (!info || !symbol) return <ChartSkeleton />
  if (hasSymbol(info, symbol)) return <Chart key={info.zone} info={info} symbol={symbol} />
  return opening ? <ChartSkeleton /> : <NoBars info={info} symbol={symbol} />
}

function Chart({ info, symbol }: { info: ShownSession; symbol: string }) {
  const interval = useChart((state) => state.interval)
  const following = useChart((state) => state.following)
  const bars = useChart((state) => state.bars)
  const [element, setElement] = useState<HTMLDivElement | null>(null)
  const [panes, setPanes] = useState<readonly PanePlace[]>([])
  const plotted = useIndicatorsOf()
  const indicators = useAskedIndicators()
  const adapter = useRef<ChartAdapter>(undefined)

  useEffect(() => {
    if (!element) return
    const made = createChartAdapter(element, info.zone, {
      onHover: (hovered, hoveredMissing) => useChart.setState({ hovered, hoveredMissing }),
      onClick: (bar) => inspectClicked(bar),
      onFollowing: (next) => useChart.setState({ following: next }),
      onPanes: setPanes,
      onGap: ({ open, close }) => chooseRun({ start: open, end: close }),
      onMoveOrder: (order, price) => void moveOrder(order, price),
      onCancelOrder: (order) => void cancelOrder(order),
    })
    adapter.current = made
    useChart.setState({ following: true, hovered: undefined, hoveredMissing: undefined })
    setShownChart(made)
    return () => {
      adapter.current = undefined
      setShownChart(undefined)
      made.dispose()
    }
  }, [element, info.zone])

  useEffect(() => {
    if (element) adapter.current?.plot(plotted)
  }, [element, plotted])

  useEffect(() => {
    const chart = adapter.current
    if (!element || !chart) return
    let opens = 0
    let timer: number | undefined
    const awaitBars = (): void => {
      useChart.setState({ hovered: undefined, hoveredMissing: undefined })
      window.clearTimeout(timer)
      timer = window.setTimeout(() => useChart.setState({ bars: undefined, feed: undefined }), patienceMs)
    }
    awaitBars()
    const feed = openFeed(
      { symbol, interval, trailing: true, indicators },
      {
        onReplay(replayed) {
          const shown = shownSession(replayed, symbol)
          if (!shown) return
          opens = shown.opens
          chart.show({ info: shown, symbol, interval })
          awaitBars()
        },
        onBars(change, clock) {
          chart.apply(feed.cache, feed.lines, change, clock)
          if (!change) return
          window.clearTimeout(timer)
          const { columns, length, revision } = feed.cache
          const sessionBars = length - lowerBound(columns.start, opens, length)
          useChart.setState({ feed, revision, bars: length, sessionBars })
        },
      },
    )
    return () => {
      window.clearTimeout(timer)
      closeFeed(feed)
    }
  }, [element, symbol, interval, indicators])

  const gaps = useChartGaps()
  const filled = useMinutes((state) => state.filled)
  const standIns = useChartStandIns(interval)
  const chosen = useLedger((state) => state.chosen)
  useEffect(() => {
    const run = chosen && { open: chosen.start, close: chosen.end }
    if (element) adapter.current?.mark({ gaps, filled, standIns, chosen: run })
  }, [element, gaps, filled, standIns, chosen])

  const trades = useChartTrades(symbol)
  useEffect(() => {
    if (element) adapter.current?.trade(trades)
  }, [element, trades])

  const stored = isStored(info, symbol)
  const toLatest = useCallback(() => adapter.current?.toLatest(), [])
  return (
    <>
      <ChartOrderMenu symbol={symbol}>
        <div
          ref={setElement}
          className="absolute inset-0 isolate data-[order=cancel]:[&_*]:cursor-pointer! data-[order=label]:[&_*]:cursor-ns-resize!"
          role="img"
          aria-label={`Chart of ${symbol}`}
          data-gaps={gaps.length}
          data-fills={trades.fills.time.length}
          data-orders={trades.orders.length}
        />
      </ChartOrderMenu>
      {bars !== undefined && bars > 0 && <IndicatorLegend panes={panes} />}
      {bars === undefined && <ChartSkeleton />}
      {bars === 0 && !stored && <NoBars info={info} symbol={symbol} />}
      {bars === 0 && stored && <ChartNote>No minute has ended yet.</ChartNote>}
      {bars !== undefined && bars > 0 && !stored && (
        <ChartNote>No bars of {symbol} are stored for this session.</ChartNote>
      )}
      {!following && bars !== undefined && bars > 0 && (
        <Button
          className="absolute right-20 bottom-12 animate-appear shadow-black/40 shadow-lg"
          onClick={toLatest}
          onMouseDown={(event) => event.preventDefault()}
        >
          To latest
          <ChevronsRight className="size-4" aria-hidden="true" />
        </Button>
      )}
    </>
  )
}

function ChartNote({ children }: { children: ReactNode }) {
  return (
    <p
      role="status"
      className="absolute top-8 left-1/2 z-10 -translate-x-1/2 rounded-md border border-edge bg-panel px-3 py-1.5 text-sm"
    >
      {children}
    </p>
  )
}

/** Whether the store has bars of a symbol in the replayed session. */
function isStored(info: ShownSession, symbol: string): boolean {
  return info.symbols.some((listed) => listed.symbol === symbol && listed.feed !== undefined)
}

const skeletonBars = Array.from(
  { length: 48 },
  (_, index) => 45 + 25 * Math.sin(index / 6) + 10 * Math.sin(index),
)

function ChartSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading bars"
      className="absolute inset-0 bg-canvas px-[4%] pt-16 pr-24 pb-16"
    >
      <div className="flex h-full animate-breathe items-end gap-[0.6%]">
        {skeletonBars.map((height, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the bars are a fixed picture
          <span key={index} className="flex-1 rounded-sm bg-raised" style={{ height: `${height}%` }} />
        ))}
      </div>
    </div>
  )
}

function NoBars({ info, symbol }: { info: ShownSession; symbol: string }) {
  const listed = useSymbols((state) => state.bySymbol.get(symbol))
  const leftOut = info.leftOut.find((left) => left.symbol === symbol)
  const first = listed?.firstSession
  const last = listed?.lastSession
  return (
    <div className="absolute inset-0 bg-canvas">
      <EmptyState
        icon={SearchX}
        title={`No bars of ${symbol} on ${formatSession(info.session)}`}
        actions={
          <>
            {listed && last && (
              <Button look="accent" onClick={() => void showSession(last, listed.exchange)}>
                Newest session of {symbol}
              </Button>
            )}
            <Button onClick={() => showView('data')}>Import bars</Button>
          </>
        }
      >
        {leftOut && <span className="mb-2 block">{leftOut.reason}</span>}
        {listed && first && last
          ? sessionsOf(listed.sessions, first, last)
          : 'The store has no minute bars of it. Import some, or take the symbol off the watchlist.'}
      </EmptyState>
    </div>
  )
}

function sessionsOf(count: number, first: SessionDate, last: SessionDate): string {
  if (count === 1) return `The store has one session of it, ${formatSession(first)}.`
  return `The store has ${formatCount(count)} sessions of it, from ${formatSession(first)} to ${formatSession(last)}.`
}

function SessionWayOut() {
  const exchange = useReplay((state) => state.exchange)
  return (
    <>
      {exchange && (
        <Button look="accent" onClick={() => void showLatestSession(exchange)}>
          Newest session with bars
        </Button>
      )}
      <Button onClick={() => void showNeighbourSession(-1)}>Previous session</Button>
      <Button onClick={() => showView('data')}>Import bars</Button>
    </>
  )
}

function NothingToShow() {
  const exchange = useReplay((state) => state.exchange)
  return (
    <div className="min-h-0 flex-1">
      <EmptyState
        icon={Plus}
        title={exchange ? 'Nothing on this watchlist to replay' : 'This store has no bars yet'}
        actions={
          <Button look="accent" onClick={() => showView('data')}>
            Import bars
          </Button>
        }
      >
        {exchange
          ? `None of its symbols trades on ${exchange}. Add some on the left, or show another list.`
          : 'Import LEAN, CSV or Parquet files to have sessions to replay.'}
      </EmptyState>
    </div>
  )
}
