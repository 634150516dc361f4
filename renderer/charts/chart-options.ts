import { CrosshairMode, LineStyle, type TickMarkType, type Time } from 'lightweight-charts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { formatDate, formatMinute } from '../time/zone.ts'
import type { ChartColors } from './tokens.ts'
import { barSpacings } from './viewport.ts'
import { markText } from './zoned-scale.ts'

/** Look and manners of a chart in the exchange's zone; `daily` tells whether a bar is a day or more. */
export function chartOptions(zone: string, colors: ChartColors, daily: () => boolean) {
  const instant = (time: Time): EpochMs => (Number(time) * 1000) as EpochMs
  return {
    autoSize: true,
    layout: {
      background: { color: colors.canvas },
      textColor: colors.muted,
      fontFamily: colors.font,
      fontSize: 11,
      attributionLogo: true,
      panes: { separatorColor: colors.edge, separatorHoverColor: colors.raised },
    },
    grid: { vertLines: { visible: false }, horzLines: { color: colors.line } },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: { color: colors.faint, style: LineStyle.Dotted, labelBackgroundColor: colors.edge },
      horzLine: { color: colors.faint, style: LineStyle.Dotted, labelBackgroundColor: colors.edge },
    },
    rightPriceScale: {
      borderVisible: false,
      scaleMargins: { top: 0.09, bottom: 0.2 },
      minimumWidth: 68,
      tickMarkDensity: 4,
      entireTextOnly: true,
    },
    timeScale: {
      borderColor: colors.line,
      timeVisible: true,
      secondsVisible: false,
      minBarSpacing: barSpacings.least,
      maxBarSpacing: barSpacings.greatest,
      rightOffset: 0,
      shiftVisibleRangeOnNewBar: false,
      allowBoldLabels: false,
      tickMarkFormatter: (time: Time, type: TickMarkType) => markText(zone, instant(time), type, daily()),
    },
    localization: {
      locale: 'en-US',
      timeFormatter: (time: Time) =>
        daily()
          ? formatDate(zone, instant(time))
          : `${formatDate(zone, instant(time))}  ${formatMinute(zone, instant(time))}`,
    },
  }
}
