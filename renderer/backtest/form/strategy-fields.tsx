import { ChevronDown, SquarePen, Undo2 } from 'lucide-react'
import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import { splitPath } from '../../data/path.ts'
import { useBacktest } from '../../stores/backtest.ts'
import { openStrategy } from '../../strategies/open-strategy.ts'
import { IconButton } from '../../ui/button.tsx'
import { FormField } from '../../ui/form-field.tsx'
import { isWholeParam, paramField } from './check-form.ts'
import { putForm } from './form-state.ts'
import type { FormText } from './form-text.ts'
import { NumberField } from './number-field.tsx'
import { chosenStrategy, strategyKey } from './strategy-key.ts'

type Problems = Readonly<Record<string, string>>

/** Which strategy is run, and its params. */
export function StrategyFields({ form, problems }: { form: FormText; problems: Problems }) {
  const strategies = useBacktest((state) => state.strategies)
  const failure = useBacktest((state) => state.strategiesFailure)
  const strategy = chosenStrategy(form.strategy, strategies)
  if (!strategies)
    return (
      <p role="status" className={failure === undefined ? 'text-muted text-sm' : 'text-down text-sm'}>
        {failure ?? 'Reading strategies …'}
      </p>
    )
  return (
    <>
      <div className="flex items-start gap-1.5">
        <div className="min-w-0 flex-1">
          <FormField name="Strategy" problem={problems.strategy}>
            {(tied) => (
              <StrategyChoice
                {...tied}
                value={strategy ? strategyKey(strategy) : form.strategy}
                strategies={strategies}
                onChange={(key) => putForm({ strategy: key })}
              />
            )}
          </FormField>
        </div>
        {strategy && (
          <span className="mt-5 flex">
            <IconButton
              label="Params at their defaults"
              className="w-7"
              disabled={isUsual(strategy, form)}
              onClick={() => putParams(strategy, form, {})}
            >
              <Undo2 className="size-4" />
            </IconButton>
            <IconButton
              className="w-7"
              label={strategy.kind === 'file' ? 'Edit this strategy' : 'Read this strategy'}
              onClick={() => void openStrategy({ id: strategy.id, line: strategy.fault?.line })}
            >
              <SquarePen className="size-4" />
            </IconButton>
          </span>
        )}
      </div>
      {strategy && <ParamFields strategy={strategy} form={form} problems={problems} />}
    </>
  )
}

function StrategyChoice({
  value,
  strategies,
  onChange,
  ...tied
}: {
  value: string
  strategies: readonly ListedStrategy[]
  onChange: (key: string) => void
  id: string
  'aria-describedby': string
  'aria-invalid': boolean
}) {
  const groups = [
    { label: 'Built in', of: strategies.filter(({ kind }) => kind === 'built-in') },
    { label: 'Files', of: strategies.filter(({ kind }) => kind === 'file') },
  ]
  const isKnown = strategies.some((strategy) => strategyKey(strategy) === value)
  return (
    <span className="relative block">
      <select
        {...tied}
        value={value}
        onChange={({ target }) => onChange(target.value)}
        className="h-8 w-full appearance-none truncate rounded-md border border-line bg-canvas pr-7 pl-2.5 text-ink text-sm focus-visible:border-accent focus-visible:outline-none aria-[invalid=true]:border-down"
      >
        {!isKnown && (
          <option value={value}>{value === '' ? 'Choose …' : `${fileOf(value)} (is not there)`}</option>
        )}
        {groups.map(
          ({ label, of }) =>
            of.length > 0 && (
              <optgroup key={label} label={label}>
                {of.map((strategy) => (
                  <option key={strategyKey(strategy)} value={strategyKey(strategy)}>
                    {nameOf(strategy)}
                  </option>
                ))}
              </optgroup>
            ),
        )}
      </select>
      <ChevronDown
        className="pointer-events-none absolute top-2 right-2 size-4 text-muted"
        aria-hidden="true"
      />
    </span>
  )
}

function fileOf(key: string): string {
  return splitPath(key.replace(/^\S+ /, '')).name
}

function nameOf({ kind, id, title, fault, pending }: ListedStrategy): string {
  const file = splitPath(id).name
  const named = kind === 'file' && title !== file ? `${title} · ${file}` : title
  if (pending) return `${named} (being read)`
  return fault ? `${named} (has a fault)` : named
}

/** What was typed for the params of a strategy. */
function typedOf(strategy: ListedStrategy, { params }: FormText): Readonly<Record<string, string>> {
  return params[strategyKey(strategy)] ?? {}
}

function putParams(
  strategy: ListedStrategy,
  { params }: FormText,
  typed: Readonly<Record<string, string>>,
): void {
  putForm({ params: { ...params, [strategyKey(strategy)]: typed } })
}

function isUsual(strategy: ListedStrategy, form: FormText): boolean {
  const typed = typedOf(strategy, form)
  return Object.entries(strategy.params).every(([name, { default: usual }]) => {
    const text = typed[name]
    return text === undefined || text === String(usual)
  })
}

function ParamFields({
  strategy,
  form,
  problems,
}: {
  strategy: ListedStrategy
  form: FormText
  problems: Problems
}) {
  const typed = typedOf(strategy, form)
  const params = Object.entries(strategy.params)
  if (params.length === 0) return null
  return (
    <div className="grid grid-cols-3 items-start gap-x-3 gap-y-2.5">
      {params.map(([name, param]) => (
        <NumberField
          key={name}
          name={name}
          value={typed[name] ?? String(param.default)}
          hint={`${param.min} to ${param.max}`}
          problem={problems[paramField(name)]}
          step={param.step ?? (isWholeParam(param) ? 1 : (param.max - param.min) / 100)}
          min={param.min}
          max={param.max}
          onChange={(text) => putParams(strategy, form, { ...typed, [name]: text })}
        />
      ))}
    </div>
  )
}
