import type { SourceField, SourceOptionName } from '#shared/protocol/source-calls.ts'
import { Choice, Input } from '../ui/field.tsx'
import { FormField } from '../ui/form-field.tsx'
import type { FormText } from './form-text.ts'
import { optionFields } from './kinds.ts'

/** The options of a kind, each with what it means. */
export function OptionFields({
  options,
  values,
  problemOf,
  onChange,
}: {
  options: readonly SourceOptionName[]
  values: FormText['options']
  problemOf: (field: SourceField) => string | undefined
  onChange: (values: FormText['options']) => void
}) {
  return options.map((option) => {
    const { label, hint, choices } = optionFields[option]
    const put = (text: string): void => onChange({ ...values, [option]: text })
    return (
      <FormField key={option} name={label} hint={hint} problem={problemOf(option)}>
        {(tied) =>
          choices ? (
            <Choice
              {...tied}
              value={values[option] ?? choices[0]?.value ?? ''}
              options={choices}
              onChange={put}
            />
          ) : (
            <Input {...tied} value={values[option] ?? ''} onChange={(event) => put(event.target.value)} />
          )
        }
      </FormField>
    )
  })
}
