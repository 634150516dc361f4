import { measureText } from '#shared/backtest/figure-text.ts'
import { statistics } from '#shared/backtest/statistics.ts'
import { type Heat, heatLevels, heatScale } from '#shared/sweep/heat-map.ts'
import { type RankName, ranks } from '#shared/sweep/rank.ts'
import { heatColour } from './heat-colour.ts'

const strongest = Array.from({ length: heatLevels }, (_, place) => heatLevels - place)
const heats: readonly Heat[] = [
  ...strongest.map((level) => ({ side: 'worse', level }) as const),
  { side: 'better', level: 0 },
  ...strongest.toReversed().map((level) => ({ side: 'better', level }) as const),
]

/** Which values the colours of the maps stand for. */
export function HeatLegend({ values, by }: { values: Float64Array; by: RankName }) {
  const { statistic, isLessBetter } = ranks[by]
  const { middle, most } = heatScale(values, by)
  const text = (value: number): string => measureText(value, statistics[statistic].unit)
  const [worst, best] = isLessBetter ? [middle + most, middle - most] : [middle - most, middle + most]
  return (
    <p className="flex items-center gap-2 tabular-nums">
      worse, to {text(worst)}
      <span aria-hidden="true" className="flex gap-px">
        {heats.map((heat) => (
          <span
            key={`${heat.side} ${heat.level}`}
            className="h-3 w-4 rounded-[2px]"
            style={{ background: heatColour(heat) }}
          />
        ))}
      </span>
      better, to {text(best)}
    </p>
  )
}
