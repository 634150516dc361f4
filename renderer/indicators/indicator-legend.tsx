import { memo, useMemo } from 'react'
import type { PanePlace } from '../charts/indicator-layer.ts'
import { axisDecimals } from '../charts/prices.ts'
import { useChart } from '../stores/chart.ts'
import { type ShownIndicator, useIndicatorsOf } from '../stores/indicators.ts'
import { looks } from './catalogue.ts'
import { IndicatorRow } from './indicator-row.tsx'

/** Below the day of the session at the top of the prices; a pane of its own has no such line. */
const belowDay = 22
const belowBorder = 4

/**
 * The indicators of the chart by name, each at the top of the pane that shows it. What is around it is drawn anew
 * with every bar; of this only the values are.
 */
export const IndicatorLegend = memo(function IndicatorLegend({ panes }: { panes: readonly PanePlace[] }) {
  const list = useIndicatorsOf()
  const decimals = usePriceDecimals()
  const overlays = list.filter(({ name }) => looks[name].place === 'prices')
  const [prices] = panes
  if (!prices) return null
  return (
    <ul aria-label="Indicators on the chart">
      <Rows list={overlays} top={prices.top + belowDay} decimals={decimals} />
      {panes.slice(1).map(({ id, top }) => (
        <Rows
          key={id}
          list={list.filter((shown) => shown.id === id)}
          top={top + belowBorder}
          decimals={decimals}
        />
      ))}
    </ul>
  )
})

function Rows({ list, top, decimals }: { list: readonly ShownIndicator[]; top: number; decimals: number }) {
  if (list.length === 0) return null
  return (
    <li className="pointer-events-none absolute left-1.5 z-10" style={{ top }}>
      <ul className="flex flex-col items-start">
        {list.map((shown) => (
          <IndicatorRow key={shown.id} shown={shown} decimals={decimals} />
        ))}
      </ul>
    </li>
  )
}

/** Decimals of the prices on the chart, counted once its bars have come. */
function usePriceDecimals(): number {
  const feed = useChart((state) => state.feed)
  const hasBars = useChart((state) => (state.bars ?? 0) > 0)
  return useMemo(
    () => (feed && hasBars ? axisDecimals(feed.cache.columns.close, feed.cache.length) : 2),
    [feed, hasBars],
  )
}
