import type { ReactNode } from 'react'
import { Choice } from '../../ui/field.tsx'
import { FormField } from '../../ui/form-field.tsx'
import { putForm } from './form-state.ts'
import type { FormText } from './form-text.ts'
import { NumberField } from './number-field.tsx'

type Problems = Readonly<Record<string, string>>

const commissions = [
  { value: 'none', label: 'None' },
  { value: 'per-share', label: 'Per share' },
  { value: 'per-trade', label: 'Per order' },
  { value: 'percent', label: 'Percent' },
  { value: 'table', label: 'Table' },
] as const
const costs = [
  { value: 'none', label: 'None' },
  { value: 'ticks', label: 'Ticks' },
  { value: 'percent', label: 'Percent' },
] as const
const rateUnits = { 'per-share': 'Money a share', 'per-trade': 'Money an order', percent: 'Percent' } as const

/** What trading costs. */
export function CostFields({ form, problems }: { form: FormText; problems: Problems }) {
  const { commission } = form
  return (
    <>
      <Row>
        <FormField name="Commission">
          {(tied) => (
            <Choice
              {...tied}
              value={commission}
              options={commissions}
              onChange={(value) => putForm({ commission: value })}
            />
          )}
        </FormField>
        {commission !== 'none' && commission !== 'table' && (
          <NumberField
            name={rateUnits[commission]}
            value={form.rate}
            problem={problems.commission}
            step={commission === 'per-share' ? 0.001 : 0.1}
            onChange={(rate) => putForm({ rate })}
          />
        )}
      </Row>
      {commission === 'per-share' && (
        <Row>
          <span />
          <NumberField
            name="At least, an order"
            value={form.least}
            placeholder="nothing"
            problem={problems.least}
            onChange={(least) => putForm({ least })}
          />
        </Row>
      )}
      {commission === 'table' && (
        <FormField
          name="Shares up to, money a share"
          hint="A line each; the last one without a number of shares"
          problem={problems.commission}
        >
          {(tied) => (
            <textarea
              {...tied}
              rows={3}
              spellCheck={false}
              value={form.table}
              onChange={({ target }) => putForm({ table: target.value })}
              className="w-full resize-y select-text rounded-md border border-line bg-canvas px-2.5 py-1.5 font-mono text-ink text-xs focus-visible:border-accent focus-visible:outline-none aria-[invalid=true]:border-down"
            />
          )}
        </FormField>
      )}
      <CostRow
        name="Slippage"
        kind={form.slippage}
        amount={form.slippageAmount}
        problem={problems.slippage}
        onKind={(slippage) => putForm({ slippage })}
        onAmount={(slippageAmount) => putForm({ slippageAmount })}
      />
      <CostRow
        name="Spread"
        kind={form.spread}
        amount={form.spreadAmount}
        problem={problems.spread}
        onKind={(spread) => putForm({ spread })}
        onAmount={(spreadAmount) => putForm({ spreadAmount })}
      />
    </>
  )
}

function CostRow({
  name,
  kind,
  amount,
  problem,
  onKind,
  onAmount,
}: {
  name: string
  kind: FormText['slippage']
  amount: string
  problem: string | undefined
  onKind: (kind: FormText['slippage']) => void
  onAmount: (text: string) => void
}) {
  return (
    <Row>
      <FormField name={name}>
        {(tied) => <Choice {...tied} value={kind} options={costs} onChange={onKind} />}
      </FormField>
      {kind !== 'none' && (
        <NumberField
          name={kind === 'ticks' ? 'Ticks' : 'Percent'}
          value={amount}
          problem={problem}
          step={kind === 'ticks' ? 1 : 0.01}
          onChange={onAmount}
        />
      )}
    </Row>
  )
}

/** What the account is like, and what happens at the end. */
export function AccountFields({ form, problems }: { form: FormText; problems: Problems }) {
  return (
    <>
      <Row>
        <NumberField
          name="Cash"
          value={form.cash}
          problem={problems.cash}
          step={1000}
          onChange={(cash) => putForm({ cash })}
        />
        <NumberField
          name="Share of a bar’s volume"
          value={form.volumeShare}
          unit="%"
          placeholder="no limit"
          problem={problems.volumeShare}
          max={100}
          onChange={(volumeShare) => putForm({ volumeShare })}
        />
      </Row>
      <Row>
        <NumberField
          name="Margin to open"
          value={form.initial}
          unit="%"
          problem={problems.initial}
          step={5}
          max={100}
          onChange={(initial) => putForm({ initial })}
        />
        <NumberField
          name="Margin to keep"
          value={form.maintenance}
          unit="%"
          problem={problems.maintenance}
          step={5}
          max={100}
          onChange={(maintenance) => putForm({ maintenance })}
        />
      </Row>
      <Tick
        name="Short positions"
        hint="Shares may be sold that are not held"
        checked={form.allowShort}
        onChange={(allowShort) => putForm({ allowShort })}
      />
      <Tick
        name="Close at the end"
        hint="What is held is sold at the last prices; else it stays open"
        checked={form.closeAtEnd}
        onChange={(closeAtEnd) => putForm({ closeAtEnd })}
      />
    </>
  )
}

function Tick({
  name,
  hint,
  checked,
  onChange,
}: {
  name: string
  hint: string
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  return (
    <label className="flex items-start gap-2.5 text-sm">
      <input
        type="checkbox"
        className="mt-0.5 size-3.5 accent-accent"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>
        {name}
        <span className="block text-faint text-xs">{hint}</span>
      </span>
    </label>
  )
}

function Row({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-2 items-start gap-3">{children}</div>
}
