import type { ChartAdapter } from '../charts/chart-adapter.ts'
import type { Stretch } from '../charts/slots.ts'
import { useChart } from '../stores/chart.ts'

let shown: ChartAdapter | undefined

/** Notes which chart is on the screen, for commands; undefined when it is taken away. */
export function setShownChart(chart: ChartAdapter | undefined): void {
  shown = chart
}

/** Shows the whole session on the chart, if there is one; on the one that is on its way where another was chosen. */
export function fitSession(): void {
  const { symbol, interval } = useChart.getState()
  shown?.fitSession(symbol, interval)
}

/** The price at a point of the window, if it lies on the chart. */
export function priceOnChart(clientX: number, clientY: number): number | undefined {
  return shown?.priceAt(clientX, clientY)
}

/** Decimals of the chart's prices. */
export function chartDecimals(): number {
  return shown?.decimals ?? 2
}

/** Brings minutes into sight on the chart, if there is one. */
export function goToMinutes(minutes: Stretch): void {
  shown?.goTo(minutes)
}
