import { useEffect, useState } from 'react'
import type { ImportOptions } from '#shared/protocol/import-calls.ts'
import { symbolShape } from '#shared/protocol/shapes.ts'
import { Choice, Field, Input } from '../ui/field.tsx'

const formats = [
  { value: 'auto', label: 'Detect' },
  { value: 'lean', label: 'LEAN' },
  { value: 'csv', label: 'CSV' },
  { value: 'parquet', label: 'Parquet' },
  { value: 'alpaca', label: 'JSON of Alpaca' },
] as const

const stamps = [
  { value: 'unset', label: 'Detect' },
  { value: 'start', label: 'Start of the bar' },
  { value: 'end', label: 'End of the bar' },
] as const

/** How long typing must rest before the files are looked into again. */
const restMs = 350

type Text = 'feed' | 'symbol' | 'exchange' | 'zone'

/** What the importer cannot see in the files, or sees differently than the user. */
export function ImportOptionsForm({
  options,
  onChange,
}: {
  options: ImportOptions
  onChange: (options: ImportOptions) => void
}) {
  const put = (changes: Partial<ImportOptions>, without?: keyof ImportOptions): void => {
    const next = { ...options, ...changes }
    if (without) delete next[without]
    onChange(next)
  }
  const putText = (name: Text, text: string): void => (text === '' ? put({}, name) : put({ [name]: text }))
  return (
    <form
      className="flex flex-col gap-3 rounded-lg border border-line bg-panel p-4"
      onSubmit={(event) => event.preventDefault()}
    >
      <h3 className="panel-title">Options</h3>
      <Field name="Format">
        <Choice value={options.format} options={formats} onChange={(format) => put({ format })} />
      </Field>
      <TextOption
        name="Feed"
        hint="Where the bars come from"
        value={options.feed}
        onChange={(text) => putText('feed', text)}
      />
      <TextOption
        name="Symbol"
        hint="For a file without a symbol column"
        value={options.symbol}
        clean={(text) => text.toUpperCase()}
        isGood={(text) => symbolShape.safeParse(text).success}
        onChange={(text) => putText('symbol', text)}
      />
      <TextOption
        name="Exchange"
        hint="XNYS when left empty"
        value={options.exchange}
        clean={(text) => text.toUpperCase()}
        onChange={(text) => putText('exchange', text)}
      />
      <TextOption
        name="Zone of the times"
        hint="e.g. America/New_York or UTC"
        value={options.zone}
        isGood={isZone}
        onChange={(text) => putText('zone', text)}
      />
      <Field name="A time is the">
        <Choice
          value={options.stamp ?? 'unset'}
          options={stamps}
          onChange={(stamp) => (stamp === 'unset' ? put({}, 'stamp') : put({ stamp }))}
        />
      </Field>
      <label className="flex items-start gap-2 text-sm">
        <input
          type="checkbox"
          className="mt-0.5 accent-(--color-accent)"
          checked={options.strict}
          onChange={(event) => put({ strict: event.target.checked })}
        />
        <span>
          Strict
          <span className="block text-faint text-xs">A rejected row refuses its whole file</span>
        </span>
      </label>
    </form>
  )
}

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }) !== undefined
  } catch {
    return false
  }
}

function TextOption({
  name,
  hint,
  value = '',
  clean = (text) => text,
  isGood = () => true,
  onChange,
}: {
  name: string
  hint: string
  value: string | undefined
  clean?: (text: string) => string
  isGood?: (text: string) => boolean
  onChange: (text: string) => void
}) {
  const [text, setText] = useState(value)
  const wanted = clean(text.trim())
  const good = wanted === '' || isGood(wanted)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the wait, not a new handler
  useEffect(() => {
    if (!good || wanted === value) return
    const timer = setTimeout(() => onChange(wanted), restMs)
    return () => clearTimeout(timer)
  }, [wanted, value, good])
  return (
    <Field name={name} hint={good ? hint : `Not a ${name.toLowerCase()} that can be used`}>
      <Input value={text} aria-invalid={!good} onChange={(event) => setText(event.target.value)} />
    </Field>
  )
}
