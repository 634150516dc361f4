import { measureText } from '#shared/backtest/figure-text.ts'
import { type StatisticName, statisticGroups, statistics } from '#shared/backtest/statistics.ts'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import { Tip } from '../../ui/tip.tsx'
import { measureOf } from './measure-of.ts'
import { StatisticTip } from './statistic-tip.tsx'

/** Every statistic of a run in its group. */
export function StatisticsPanel({ run }: { run: KeptRun }) {
  return (
    <div className="@container min-h-0 flex-1 overflow-y-auto px-5 pt-3 pb-5">
      <div className="@min-[64rem]:columns-4 columns-3 gap-x-8">
        {statisticGroups.map(({ title, names }) => (
          <section key={title} aria-label={title} className="mb-4 break-inside-avoid">
            <h3 className="panel-title mb-1">{title}</h3>
            <ul>
              {names.map((name) => (
                <li key={name}>
                  <StatisticLine run={run} name={name} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  )
}

function StatisticLine({ run, name }: { run: KeptRun; name: StatisticName }) {
  const measure = measureOf(run, name)
  const { title, unit } = statistics[name]
  return (
    <Tip text={<StatisticTip name={name} measure={measure} />} side="left">
      <button
        type="button"
        data-statistic={name}
        className="flex w-full items-baseline justify-between gap-3 border-line/60 border-b py-1 text-left text-xs hover:bg-raised/60"
      >
        <span className="min-w-0 text-muted">{title}</span>
        {typeof measure === 'number' ? (
          <span className="shrink-0 font-medium text-ink">{measureText(measure, unit)}</span>
        ) : (
          <span className="min-w-0 text-right text-faint">none: {measure.why}</span>
        )}
      </button>
    </Tip>
  )
}
