import { measureText } from '#shared/backtest/figure-text.ts'
import type { Measure } from '#shared/backtest/statistic.ts'
import { type StatisticName, statistics } from '#shared/backtest/statistics.ts'
import type { SweepView } from '#shared/protocol/sweep-calls.ts'
import { type RankName, ranks } from '#shared/sweep/rank.ts'
import { sweepFigureText } from '#shared/sweep/small-sample.ts'
import { wordsOf } from './heat-map.tsx'

type Window = SweepView['windows'][number]

/** What each window of a walk chose and what that earned on the sessions after it, and all of them joined. */
export function SweepWindows({ view: { windows, walk, by, axes } }: { view: SweepView }) {
  const { statistic } = ranks[by]
  const { title } = statistics[statistic]
  const hasReturn = statistic !== 'returnPct'
  const varied = new Set(axes.filter(({ values }) => values.length > 1).map(({ name }) => name))
  const paramsOf = (window: Window): string =>
    window.best
      ? wordsOf(Object.fromEntries(Object.entries(window.best.params).filter(([name]) => varied.has(name))))
      : 'none'
  return (
    <section aria-label="Windows" className="flex flex-col gap-3">
      {walk && (
        <>
          <h3 className="panel-title">Walked forward: the sessions it was tried on, joined</h3>
          <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm" data-testid="sweep-walk">
            {Object.entries(walk.stats).map(([name, measure]) => {
              const { title: what } = statistics[name as StatisticName]
              return (
                <div key={name}>
                  <dt className="text-muted text-xs">{what}</dt>
                  <dd className="tabular-nums">
                    <WalkFigure name={name as StatisticName} measure={measure} />
                  </dd>
                </div>
              )
            })}
          </dl>
        </>
      )}
      <h3 className="panel-title">Windows</h3>
      <table className="w-full text-left text-xs">
        <thead className="text-muted">
          <tr>
            <th className="py-1 font-medium">In sample</th>
            <th className="font-medium">Out of sample</th>
            <th className="font-medium">Best cell</th>
            <th className="text-right font-medium">{title}, in sample</th>
            <th className="text-right font-medium">{title}, out of sample</th>
            {hasReturn && <th className="text-right font-medium">Return, out of sample</th>}
          </tr>
        </thead>
        <tbody>
          {windows.map((window) => (
            <tr key={window.inSample.from} className="border-line border-t">
              <td className="py-1.5">{datesOf(window.inSample)}</td>
              <td>{datesOf(window.outOfSample)}</td>
              <td>
                {paramsOf(window)}
                {window.best?.standsAlone && <span className="text-warn"> · stands alone</span>}
              </td>
              <td className="text-right tabular-nums">{figure(window, 'inSample', by, statistic)}</td>
              <td className="text-right tabular-nums">{figure(window, 'outOfSample', by, statistic)}</td>
              {hasReturn && (
                <td className="text-right tabular-nums">{figure(window, 'outOfSample', by, 'returnPct')}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function datesOf(dates: Window['inSample'] | undefined): string {
  return dates ? `${dates.from} to ${dates.to}` : ''
}

function WalkFigure({ name, measure }: { name: StatisticName; measure: Measure }) {
  if (typeof measure === 'number') return measureText(measure, statistics[name].unit)
  return (
    <span className="text-faint" title={measure.why}>
      none: {measure.why}
    </span>
  )
}

function figure(
  { best, ...dates }: Window,
  sample: 'inSample' | 'outOfSample',
  by: RankName,
  name: StatisticName,
): string {
  const figures = best?.[sample]
  const size = { sessions: dates[sample]?.sessions ?? 0, trades: figures?.trades ?? 0 }
  return sweepFigureText(figures?.[name], { name, by, size })
}
