import { type SourceField, type SourcesState, sourceLimitNames } from '#shared/protocol/source-calls.ts'
import { Input } from '../ui/field.tsx'
import { FormField } from '../ui/form-field.tsx'
import type { FormText } from './form-text.ts'
import { limitLabels } from './kinds.ts'

/** How hard a source may be asked, each limit with what holds when it is left empty. */
export function LimitFields({
  usual,
  values,
  problemOf,
  onChange,
}: {
  usual: NonNullable<SourcesState['usualLimits'][keyof SourcesState['usualLimits']]>
  values: FormText['limits']
  problemOf: (field: SourceField) => string | undefined
  onChange: (values: FormText['limits']) => void
}) {
  return (
    <fieldset className="grid grid-cols-4 gap-x-4 gap-y-3">
      <legend className="mb-2 font-medium text-ink text-sm">Limits</legend>
      {sourceLimitNames.map((name) => (
        <FormField
          key={name}
          name={limitLabels[name]}
          hint={`${usual[name]} when left empty`}
          problem={problemOf(name)}
        >
          {(tied) => (
            <Input
              {...tied}
              inputMode="numeric"
              maxLength={9}
              placeholder={String(usual[name])}
              value={values[name] ?? ''}
              onChange={(event) => onChange({ ...values, [name]: event.target.value })}
            />
          )}
        </FormField>
      ))}
    </fieldset>
  )
}
