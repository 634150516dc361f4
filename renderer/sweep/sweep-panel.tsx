import { CircleAlert, Grid3x3, TriangleAlert } from 'lucide-react'
import { useChecked } from '../backtest/form/form-state.ts'
import type { FormText } from '../backtest/form/form-text.ts'
import { chosenStrategy } from '../backtest/form/strategy-key.ts'
import { useBacktest } from '../stores/backtest.ts'
import { useSweep } from '../stores/sweep.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { SweepForm } from './sweep-form.tsx'
import { SweepMaps } from './sweep-maps.tsx'
import { SweepWindows } from './sweep-windows.tsx'

/** A strategy run with many params, and how far to believe the best of them. */
export function SweepPanel() {
  const form = useBacktest((state) => state.form)
  return (
    <>
      {form && <FormOf form={form} />}
      <Results />
    </>
  )
}

function FormOf({ form }: { form: FormText }) {
  const strategies = useBacktest((state) => state.strategies)
  const { request } = useChecked(form)
  const strategy = chosenStrategy(form.strategy, strategies)
  return strategy ? <SweepForm strategy={strategy} backtest={request} /> : null
}

function Results() {
  const view = useSweep((state) => state.view)
  const failure = useSweep((state) => state.failure)
  const isRunning = useSweep((state) => state.job !== undefined)
  if (failure !== undefined)
    return (
      <EmptyState icon={CircleAlert} title="The sweep did not come to its end">
        {failure}
      </EmptyState>
    )
  if (!view && isRunning)
    return (
      <EmptyState icon={Grid3x3} title="The sweep runs">
        Its maps are shown here once every cell is through. The replay can go on meanwhile.
      </EmptyState>
    )
  if (!view)
    return (
      <EmptyState icon={Grid3x3} title="No sweep yet">
        Give the params above some values each. Every combination is run on the data beside, on all cores;
        what is through is kept, so that a sweep that was cancelled goes on where it was.
      </EmptyState>
    )
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto px-5 py-4" data-testid="sweep-results">
      <section aria-label="How far to believe it">
        <h3 className="panel-title mb-1.5">{view.title}</h3>
        <ul className="flex flex-col gap-1 text-sm">
          {view.warnings.map((line) => (
            <li key={line} className="flex items-start gap-2">
              {/alone|says little/.test(line) && (
                <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden="true" />
              )}
              <span className="min-w-0">{line}</span>
            </li>
          ))}
          {view.faults[0] && <li className="text-down [overflow-wrap:anywhere]">{view.faults[0].message}</li>}
        </ul>
      </section>
      <SweepMaps view={view} />
      {view.windows.length > 1 && <SweepWindows view={view} />}
    </div>
  )
}
