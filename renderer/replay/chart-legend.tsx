import { UnfoldHorizontal } from 'lucide-react'
import { useEffect } from 'react'
import { at } from '#shared/bars/columns.ts'
import { stateName } from '#shared/bars/state.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { shortcutOf } from '../app/commands/commands.ts'
import { formatChange, formatCount, formatPrice } from '../charts/prices.ts'
import { IndicatorMenu } from '../indicators/indicator-menu.tsx'
import { useChart } from '../stores/chart.ts'
import { useShownSession } from '../stores/shown-session.ts'
import { useSymbols } from '../stores/symbols.ts'
import { formatDate, formatDay, formatMinute } from '../time/zone.ts'
import { SyntheticBadge } from '../ui/badge.tsx'
import { IconButton } from '../ui/button.tsx'
import { keepFocus } from '../ui/input-mode.ts'
import { AdjustmentChoice } from './adjustment-choice.tsx'
import { ArrivalNote } from './arrival-note.tsx'
import { askVersions, hasPast, shownBar } from './bar-versions.ts'
import { BarVersions } from './bar-versions-pop-over.tsx'
import { DataKey } from './data-key.tsx'
import { type ShownStandIn, useHoveredStandIn } from './hovered-stand-in.ts'
import { fitSession } from './shown-chart.ts'

/** What is on the chart, and the bar under the crosshair or else the newest one in numbers. */
export function ChartLegend() {
  const symbol = useChart((state) => state.symbol)
  const interval = useChart((state) => state.interval)
  const synthetic = useSymbols(
    (state) => symbol !== undefined && state.bySymbol.get(symbol)?.synthetic === true,
  )
  const exchange = useShownSession()?.exchange
  return (
    <div className="@container flex h-[3.75rem] shrink-0 flex-col justify-center gap-0.5 border-line/70 border-b px-4">
      <div className="group flex items-center gap-2.5">
        <h1 className="font-semibold text-[1.0625rem] leading-6" data-testid="chart-symbol">
          {symbol ?? ' '}
        </h1>
        <span className="truncate text-muted text-sm">
          {exchange} · {interval}
          {interval !== '1m' && !interval.endsWith('d') && ' derived from 1m'}
        </span>
        <AdjustmentChoice symbol={symbol} />
        <ArrivalNote symbol={symbol} />
        {synthetic && <SyntheticBadge />}
        <div className="ml-auto flex shrink-0 items-center gap-2.5">
          <DataKey />
          <IndicatorMenu />
          <IconButton
            label="Fit the session to the chart"
            shortcut={shortcutOf('fit-session')}
            className="-my-1 size-7"
            onMouseDown={keepFocus}
            onClick={fitSession}
          >
            <UnfoldHorizontal className="size-4" />
          </IconButton>
        </div>
      </div>
      <Numbers />
    </div>
  )
}

function Numbers() {
  const standIn = useHoveredStandIn()
  const zone = useShownSession()?.zone
  return standIn && zone ? <StandInNumbers standIn={standIn} zone={zone} /> : <BarNumbers />
}

/** The synthetic bar under the crosshair. */
function StandInNumbers({ standIn, zone }: { standIn: ShownStandIn; zone: string }) {
  const { symbol, start, state, price } = standIn
  useEffect(() => askVersions({ symbol, start, state }), [symbol, start, state])
  const told = formatPrice(price)
  return (
    <p
      className="text-selectable flex h-[1.125rem] items-center gap-2.5 overflow-hidden whitespace-nowrap text-muted text-sm"
      data-testid="bar-numbers"
    >
      <span className="text-ink">
        {formatDay(zone, start)} {formatMinute(zone, start)}
      </span>
      {['O', 'H', 'L', 'C'].map((name) => (
        <Value key={name} name={name} value={told} color="text-muted" />
      ))}
      <Value name="V" value="0" color="text-muted" />
      <BarVersions bar={standIn} word={stateName(state)} zone={zone} />
    </p>
  )
}

function BarNumbers() {
  const feed = useChart((state) => state.feed)
  const hovered = useChart((state) => state.hovered)
  const zone = useShownSession()?.zone
  useChart((state) => state.revision)
  useAskedVersions()
  const cache = feed?.cache
  const index = hovered !== undefined && cache && hovered < cache.length ? hovered : (cache?.length ?? 0) - 1
  if (!cache || !zone || index < 0) return <p className="h-[1.125rem]" />
  const { columns } = cache
  const start = at(columns.start, index) as EpochMs
  const open = at(columns.open, index)
  const close = at(columns.close, index)
  const daily = feed.request.interval.endsWith('d')
  const color = close < open ? 'text-down' : 'text-up'
  const state = stateName(at(columns.state, index))
  const bar = shownBar(feed, index)
  return (
    <p
      className="text-selectable flex h-[1.125rem] items-center gap-2.5 overflow-hidden whitespace-nowrap text-muted text-sm"
      data-testid="bar-numbers"
    >
      <span className="text-ink">
        {daily ? formatDate(zone, start) : `${formatDay(zone, start)} ${formatMinute(zone, start)}`}
      </span>
      <Value name="O" value={formatPrice(open)} color={color} />
      <Value name="H" value={formatPrice(at(columns.high, index))} color={color} />
      <Value name="L" value={formatPrice(at(columns.low, index))} color={color} />
      <Value name="C" value={formatPrice(close)} color={color} />
      <Value name="V" value={formatCount(at(columns.volume, index))} color="text-ink" />
      <span className={color}>{formatChange(close, open)}</span>
      {bar ? (
        <BarVersions bar={bar} word={state} zone={zone} />
      ) : (
        state !== 'recorded' && <span className="rounded-sm bg-raised px-1.5 text-2xs">{state}</span>
      )}
    </p>
  )
}

/** Asks for the past of the bar in numbers, where it has one to tell. */
function useAskedVersions(): void {
  const feed = useChart((state) => state.feed)
  const hovered = useChart((state) => state.hovered)
  const revision = useChart((state) => state.revision)
  useEffect(() => {
    const bar = feed && revision > 0 ? shownBar(feed, hovered) : undefined
    if (bar && hasPast(bar.state)) askVersions(bar)
  }, [feed, hovered, revision])
}

function Value({ name, value, color }: { name: string; value: string; color: string }) {
  return (
    <span>
      {name} <span className={color}>{value}</span>
    </span>
  )
}
