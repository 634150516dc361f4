import { type FormEvent, useState } from 'react'
import type { BrokerSettings } from '#shared/backtest/broker-settings.ts'
import { usePaper } from '../stores/paper.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Choice, Field, Input } from '../ui/field.tsx'
import { type CostsForm, costsForm, settingsOf } from './costs.ts'
import { configureBroker } from './orders.ts'

/** Money and costs of orders by hand; a change runs the orders of the session anew. */
export function CostsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const broker = usePaper((state) => state.broker)
  return (
    <Dialog
      title="Money and costs of paper orders"
      description="The broker is that of backtests. A change runs the orders of this session anew."
      open={open}
      onClose={onClose}
    >
      <CostsFields broker={broker} onClose={onClose} />
    </Dialog>
  )
}

function CostsFields({ broker, onClose }: { broker: BrokerSettings; onClose: () => void }) {
  const [form, setForm] = useState<CostsForm>(() => costsForm(broker))
  const [problem, setProblem] = useState<string>()
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const settings = settingsOf(form, broker)
    if ('problem' in settings) return setProblem(settings.problem)
    setProblem(undefined)
    if (await configureBroker(settings.broker)) onClose()
  }
  const text = (field: Exclude<keyof CostsForm, 'allowShort'>, name: string, hint?: string) => (
    <Field name={name} hint={hint}>
      <Input value={form[field]} onChange={(event) => setForm({ ...form, [field]: event.target.value })} />
    </Field>
  )
  return (
    <form onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3">
        {text('cash', 'Cash')}
        <Field name="Short selling">
          <Choice
            value={form.allowShort}
            options={[
              { value: 'yes', label: 'Allowed' },
              { value: 'no', label: 'Not allowed' },
            ]}
            onChange={(allowShort) => setForm({ ...form, allowShort })}
          />
        </Field>
        {text('commission', 'Commission', 'none, per-share:0.005, per-trade:1, percent:0.2')}
        {text('slippage', 'Slippage', 'none, ticks:1, percent:0.01')}
        {text('spread', 'Spread', 'none, ticks:2, percent:0.02')}
        {text('volumeShare', 'Share of the volume', 'Percent of a bar; empty for no limit')}
        {text('initial', 'Margin to open', 'Part of the value; 1 for cash')}
        {text('maintenance', 'Margin to keep')}
      </div>
      {problem && (
        <p role="alert" className="text-down text-sm">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="accent">
          Apply
        </Button>
      </div>
    </form>
  )
}
