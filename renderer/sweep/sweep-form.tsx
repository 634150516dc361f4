import { Grid3x3, X } from 'lucide-react'
import { statistics } from '#shared/backtest/statistics.ts'
import type { BacktestRequest } from '#shared/protocol/backtest-calls.ts'
import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import { type RankName, rankNames, ranks } from '#shared/sweep/rank.ts'
import { strategyKey } from '../backtest/form/strategy-key.ts'
import { leftWords, timeLeft } from '../backtest/time-left.ts'
import { countText } from '../calendar/summary.ts'
import { formatCount } from '../charts/prices.ts'
import { type SweepJob, type SweepText, useSweep } from '../stores/sweep.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Choice, Field, Input } from '../ui/field.tsx'
import { FormField } from '../ui/form-field.tsx'
import { Progress } from '../ui/progress.tsx'
import { checkSweep } from './check-sweep.ts'
import { cancelSweep, compareBy, putSweep, startSweep } from './sweeps.ts'

const splits: readonly { readonly value: SweepText['split']; readonly label: string }[] = [
  { value: 'whole', label: 'All to choose by' },
  { value: 'held-back', label: 'Last held back' },
  { value: 'walk-forward', label: 'Walked forward' },
]

const rankChoices = rankNames.map((value) => ({ value, label: statistics[ranks[value].statistic].title }))

/** What is tried, over which sessions, and the button that tries it; the data and costs are those of the form beside. */
export function SweepForm({
  strategy,
  backtest,
}: {
  strategy: ListedStrategy
  /** Undefined while something is wrong in the form. */
  backtest: BacktestRequest | undefined
}) {
  const text = useSweep((state) => state.text)
  const job = useSweep((state) => state.job)
  const cancelledAt = useSweep((state) => state.cancelledAt)
  const key = strategyKey(strategy)
  const typed = text.ranges[key] ?? {}
  const { request, problems, cells } = checkSweep(text, typed, strategy, backtest)
  const put = (name: string, value: string): void =>
    putSweep({ ranges: { ...text.ranges, [key]: { ...typed, [name]: value } } })
  return (
    <form
      aria-label="Sweep"
      className="shrink-0 border-line border-b bg-panel px-5 py-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (request && !job) void startSweep(request, key)
      }}
    >
      <div className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] items-start gap-x-3 gap-y-2.5">
        {Object.entries(strategy.params).map(([name, { default: usual, min, max }]) => (
          <FormField key={name} name={name} hint={`${min} to ${max}`} problem={problems[name]}>
            {(tied) => (
              <Input
                {...tied}
                value={typed[name] ?? ''}
                placeholder={String(backtest?.params[name] ?? usual)}
                onChange={({ target }) => put(name, target.value)}
              />
            )}
          </FormField>
        ))}
        <Field name="Sessions">
          <Choice value={text.split} options={splits} onChange={(split) => putSweep({ split })} />
        </Field>
        {text.split === 'held-back' && (
          <NumberText field="percent" name="Percent held back" problems={problems} />
        )}
        {text.split === 'walk-forward' && (
          <>
            <NumberText field="inSample" name="Sessions to choose by" problems={problems} />
            <NumberText field="outOfSample" name="Sessions to try on" problems={problems} />
          </>
        )}
        <Field name="Compared by">
          <Choice value={text.by} options={rankChoices} onChange={(by: RankName) => void compareBy(by)} />
        </Field>
      </div>
      <div className="mt-3 flex h-8 items-center gap-4">
        {job ? (
          <JobLine job={job} />
        ) : (
          <>
            <Button look="accent" type="submit" disabled={!request}>
              <Grid3x3 className="size-3.5" aria-hidden="true" /> Run sweep
            </Button>
            <p className="min-w-0 text-muted text-xs" data-testid="sweep-cells">
              {cells === undefined ? '' : countText(cells, 'cell', 'cells')}
              <span className="text-faint">
                {cells !== undefined && ' · '}
                {backtest ? (
                  'values as 5..20:5 or 5|10|20; an empty param has the value of the form'
                ) : (
                  <span className="text-down">a field of the form beside wants another value</span>
                )}
              </span>
              {cancelledAt && (
                <span role="status" className="block">
                  {cancelledAt.total > 0
                    ? `Cancelled at ${formatCount(cancelledAt.done)} of ${formatCount(cancelledAt.total)} cells: the same sweep goes on there.`
                    : 'Cancelled.'}
                </span>
              )}
            </p>
          </>
        )}
      </div>
    </form>
  )
}

function NumberText({
  field,
  name,
  problems,
}: {
  field: 'percent' | 'inSample' | 'outOfSample'
  name: string
  problems: Readonly<Record<string, string>>
}) {
  const value = useSweep((state) => state.text[field])
  return (
    <FormField name={name} problem={problems[field]}>
      {(tied) => (
        <Input
          {...tied}
          inputMode="numeric"
          value={value}
          onChange={({ target }) => putSweep({ [field]: target.value })}
        />
      )}
    </FormField>
  )
}

function JobLine({ job }: { job: SweepJob }) {
  const { phase, done, total, since, heardAt, cancelling } = job
  const left = total > 0 ? timeLeft(since, { at: heardAt, done }, total) : undefined
  const words = cancelling ? 'Cancelling' : phase === 'reading' ? 'Reading bars' : 'Running'
  const counts = total > 0 ? ` ${formatCount(Math.floor(done))} of ${formatCount(total)} cells` : ''
  return (
    <>
      <div className="min-w-0 max-w-xl flex-1" data-testid="sweep-progress">
        <p className="mb-1 flex items-baseline justify-between gap-3 text-xs">
          <span>
            <span role="status">{words}</span>
            <span className="text-faint">{counts}</span>
          </span>
          {left !== undefined && <span className="text-faint">{leftWords(left)}</span>}
        </p>
        <Progress label="Sweep" value={total > 0 ? done / total : undefined} />
      </div>
      <IconButton label="Cancel the sweep" disabled={cancelling} onClick={() => void cancelSweep()}>
        <X className="size-4" />
      </IconButton>
    </>
  )
}
