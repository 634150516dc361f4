import { useBacktest } from '../stores/backtest.ts'
import { Segmented } from '../ui/segmented.tsx'
import { FormPanel } from './form/form-panel.tsx'
import { RunList } from './runs/run-list.tsx'

/** What is to be run, or the runs that were kept. */
export function SidePanel() {
  const side = useBacktest((state) => state.side)
  const form = useBacktest((state) => state.form)
  const count = useBacktest((state) => state.runs?.length ?? 0)
  return (
    <aside
      aria-label={side === 'form' ? 'New run' : 'Runs'}
      className="flex w-[20.5rem] shrink-0 flex-col border-line border-l bg-panel"
    >
      <header className="flex h-13 shrink-0 items-center border-line border-b px-4">
        <Segmented
          label="Beside the results"
          value={side}
          onChange={(next) => useBacktest.setState({ side: next })}
          options={[
            { value: 'form', label: 'New run' },
            { value: 'runs', label: count > 0 ? `Runs ${count}` : 'Runs' },
          ]}
        />
      </header>
      {side === 'runs' ? <RunList /> : form && <FormPanel form={form} />}
    </aside>
  )
}
