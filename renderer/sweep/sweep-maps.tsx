import { useState } from 'react'
import { statistics } from '#shared/backtest/statistics.ts'
import type { SweepView } from '#shared/protocol/sweep-calls.ts'
import { cellParams } from '#shared/sweep/param-axes.ts'
import { ranks } from '#shared/sweep/rank.ts'
import { meanText } from '#shared/sweep/small-sample.ts'
import { useSweep } from '../stores/sweep.ts'
import { Choice, Field } from '../ui/field.tsx'
import { HeatLegend } from './heat-legend.tsx'
import { HeatMap, wordsOf } from './heat-map.tsx'

/** Maps of any two params that vary, in sample beside out of sample; the others are those of the best cell. */
export function SweepMaps({ view }: { view: SweepView }) {
  const [hovered, hover] = useState<number>()
  const chosenAcross = useSweep((state) => state.across)
  const chosenUp = useSweep((state) => state.up)
  const { axes, by, inSample, outOfSample, best, small } = view
  const varied = axes.filter(({ values }) => values.length > 1).map(({ name }) => name)
  const across = varied.find((name) => name === chosenAcross) ?? varied[0]
  const up =
    varied.find((name) => name === chosenUp && name !== across) ?? varied.find((name) => name !== across)
  if (best === undefined) return <p className="text-muted text-sm">No cell has a number to be compared by.</p>
  const x = axes.findIndex(({ name }) => name === across)
  // A single param that varies is a row: any other one holds its only value.
  const y =
    up === undefined ? axes.findIndex((_, axis) => axis !== x) : axes.findIndex(({ name }) => name === up)
  const scale = outOfSample ? Float64Array.of(...inSample, ...outOfSample) : inSample
  const { unit, title } = statistics[ranks[by].statistic]
  const smallOut = small.outOfSample ?? new Uint8Array()
  const figures = (cell: number): string =>
    ` · ${title} ${meanText(by, inSample[cell], small.inSample[cell])}${
      outOfSample ? ` in sample, ${meanText(by, outOfSample[cell], smallOut[cell])} out of sample` : ''
    }`
  if (across === undefined)
    return (
      <p className="text-sm">
        {wordsOf(cellParams(axes, best))}
        <span className="text-muted">{figures(best)}</span>
        <span className="mt-1 block text-faint text-xs">
          For a map, give a param more than one value, such as 5..20:5.
        </span>
      </p>
    )
  const shown = hovered ?? best
  const options = varied.map((name) => ({ value: name, label: name }))
  const mostNumbered = outOfSample ? 8 : 14
  const map = { view, scale, x, y: Math.max(y, 0), at: best, mostNumbered, hovered, onHover: hover }
  const what = `${title}${unit === 'percent' ? ' in percent' : ''}`
  const walked = view.windows.length > 1 ? `, the mean of ${view.windows.length} windows` : ''
  return (
    <section aria-label="Maps" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        {varied.length > 2 && (
          <>
            <Field name="Across">
              <Choice
                value={across}
                options={options}
                onChange={(name) => useSweep.setState({ across: name })}
              />
            </Field>
            <Field name="Up">
              <Choice
                value={up ?? across}
                options={options.filter(({ value }) => value !== across)}
                onChange={(name) => useSweep.setState({ up: name })}
              />
            </Field>
          </>
        )}
        <p className="min-w-0 text-sm" data-testid="sweep-cell">
          <span className="text-muted">{hovered === undefined ? 'Best: ' : ''}</span>
          {wordsOf(cellParams(axes, shown))}
          <span className="text-muted">{figures(shown)}</span>
        </p>
      </div>
      <div className="flex flex-wrap gap-x-6 gap-y-4">
        <HeatMap
          title={outOfSample ? `${what}, in sample${walked}` : what}
          values={inSample}
          small={small.inSample}
          {...map}
        />
        {outOfSample && (
          <HeatMap title={`${what}, out of sample${walked}`} values={outOfSample} small={smallOut} {...map} />
        )}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 text-faint text-xs">
        <HeatLegend values={scale} by={by} />
        <p>A click on a cell puts its params into the form, to be run by themselves.</p>
      </div>
    </section>
  )
}
