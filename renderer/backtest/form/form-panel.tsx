import { RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { AccountFields, CostFields } from './broker-fields.tsx'
import { DataFields } from './data-fields.tsx'
import { useSessionsFeed } from './form-sessions.ts'
import { resetForm, useChecked } from './form-state.ts'
import type { FormText } from './form-text.ts'
import { RunFooter } from './run-footer.tsx'
import { StrategyFields } from './strategy-fields.tsx'

/** What is to be run, and the button that runs it. */
export function FormPanel({ form }: { form: FormText }) {
  useSessionsFeed(form)
  const checked = useChecked(form)
  const { problems } = checked
  return (
    <>
      <form
        aria-label="Backtest"
        onSubmit={(event) => event.preventDefault()}
        className="min-h-0 flex-1 overflow-y-auto px-4 pb-5"
      >
        <Part
          title="Strategy"
          action={
            <IconButton label="Everything at its default" side="left" className="size-7" onClick={resetForm}>
              <RotateCcw className="size-3.5" />
            </IconButton>
          }
        >
          <StrategyFields form={form} problems={problems} />
        </Part>
        <Part title="Data">
          <DataFields form={form} problems={problems} />
        </Part>
        <Part title="Costs">
          <CostFields form={form} problems={problems} />
        </Part>
        <Part title="Account">
          <AccountFields form={form} problems={problems} />
        </Part>
      </form>
      <RunFooter form={form} checked={checked} />
    </>
  )
}

function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="border-line border-b py-3.5 last:border-b-0">
      <legend className="sr-only">{title}</legend>
      <header className="mb-2 flex h-7 items-center justify-between">
        <h3 className="panel-title">{title}</h3>
        {action}
      </header>
      <div className="flex flex-col gap-3">{children}</div>
    </fieldset>
  )
}
