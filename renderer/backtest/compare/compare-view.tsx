import { Columns2, X } from 'lucide-react'
import { measureText } from '#shared/backtest/figure-text.ts'
import { type StatisticName, statisticGroups, statistics } from '#shared/backtest/statistics.ts'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import { plotColor } from '../../indicators/plot-color.ts'
import { useBacktest } from '../../stores/backtest.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Tip } from '../../ui/tip.tsx'
import { measureOf } from '../results/measure-of.ts'
import { StatisticTip } from '../results/statistic-tip.tsx'
import { differencesOf } from '../runs/run-differences.ts'
import { showRun, toggleCompared } from '../shown-run.ts'
import { bestOf } from './best.ts'
import { CompareChart } from './compare-chart.tsx'

/** Two to four runs side by side: their equity over each other, what they were asked for otherwise, and statistics. */
export function CompareView() {
  const compared = useBacktest((state) => state.compared)
  const kept = useBacktest((state) => state.runs)
  const runs = compared.flatMap((id) => kept?.find((run) => run.id === id) ?? [])
  if (runs.length < 2)
    return (
      <EmptyState
        icon={Columns2}
        title="Nothing to compare"
        actions={<Button onClick={() => useBacktest.setState({ side: 'runs' })}>Show the runs</Button>}
      >
        Tick two to four of the runs that were kept.
      </EmptyState>
    )
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <CompareChart runs={runs} />
      <div className="min-h-0 flex-[6] overflow-y-auto">
        <table className="w-full table-fixed border-separate border-spacing-0 text-xs tabular-nums">
          <colgroup>
            <col className="w-[15rem]" />
            {runs.map(({ id }) => (
              <col key={id} />
            ))}
          </colgroup>
          <thead>
            <tr>
              <td className={classes(headLook, 'pl-5')} />
              {runs.map((run, place) => (
                <th key={run.id} scope="col" className={classes(headLook, 'pr-3 text-right font-normal')}>
                  <RunName run={run} place={place} />
                </th>
              ))}
            </tr>
          </thead>
          <Differences runs={runs} />
          {statisticGroups.map(({ title, names }) => (
            <tbody key={title}>
              <Title columns={runs.length}>{title}</Title>
              {names.map((name) => (
                <StatisticRow key={name} name={name} runs={runs} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </div>
  )
}

const headLook = 'sticky top-0 z-10 h-10 border-line border-b bg-canvas'
const rowLook = 'h-7 border-line/60 border-b'
const cellLook = `${rowLook} pr-5 text-right`
const nameLook = `${rowLook} pl-5 text-left font-normal text-muted`

function RunName({ run, place }: { run: KeptRun; place: number }) {
  return (
    <span className="flex items-center justify-end gap-1.5">
      <span
        className="size-2.5 shrink-0 rounded-[3px]"
        style={{ background: plotColor(place) }}
        aria-hidden="true"
      />
      <button
        type="button"
        title={`Show ${run.name}`}
        onClick={() => void showRun(run)}
        className="min-w-0 truncate rounded-sm font-semibold text-sm normal-nums hover:text-accent"
      >
        {run.name}
      </button>
      <IconButton label={`Take ${run.name} away`} className="size-6" onClick={() => toggleCompared(run.id)}>
        <X className="size-3.5" />
      </IconButton>
    </span>
  )
}

function Differences({ runs }: { runs: readonly KeptRun[] }) {
  const differences = differencesOf(runs)
  return (
    <tbody>
      <Title columns={runs.length}>What differs</Title>
      {differences.length === 0 && (
        <tr>
          <td colSpan={runs.length + 1} className="h-7 pl-5 text-muted">
            Nothing: they were asked for the same.
          </td>
        </tr>
      )}
      {differences.map(({ name, texts }) => (
        <tr key={name}>
          <th scope="row" className={nameLook}>
            {name}
          </th>
          {runs.map(({ id }, place) => (
            <td key={id} className={classes(cellLook, 'py-1 font-medium [overflow-wrap:anywhere]')}>
              {texts[place]}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}

function StatisticRow({ name, runs }: { name: StatisticName; runs: readonly KeptRun[] }) {
  const { title, unit } = statistics[name]
  const measures = runs.map((run) => measureOf(run, name))
  const best = bestOf(name, measures)
  return (
    <tr data-statistic={name}>
      <th scope="row" className={nameLook}>
        <Tip text={<StatisticTip name={name} measure={0} />} side="right">
          <button type="button" className="truncate rounded-sm text-left hover:text-ink">
            {title}
          </button>
        </Tip>
      </th>
      {runs.map(({ id }, place) => {
        const measure = measures[place] ?? { why: '' }
        return (
          <td key={id} className={classes(cellLook, best.has(place) ? 'font-semibold text-up' : 'text-ink')}>
            {typeof measure === 'number' ? (
              measureText(measure, unit)
            ) : (
              <span className="text-faint" title={measure.why}>
                none: {measure.why}
              </span>
            )}
            {best.has(place) && <span className="sr-only"> (best)</span>}
          </td>
        )
      })}
    </tr>
  )
}

function Title({ columns, children }: { columns: number; children: string }) {
  return (
    <tr>
      <th scope="rowgroup" colSpan={columns + 1} className="h-9 pt-2 pl-5 text-left align-middle">
        <span className="panel-title">{children}</span>
      </th>
    </tr>
  )
}
