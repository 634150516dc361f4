import { useState } from 'react'
import type { ListedSource, SourceField } from '#shared/protocol/source-calls.ts'
import { Dialog } from '../ui/dialog.tsx'
import { DialogForm, type Refusal, useSending } from '../ui/dialog-form.tsx'
import { Input } from '../ui/field.tsx'
import { FormField } from '../ui/form-field.tsx'
import { emptyForm, type FormText, formOfListed, formToSend } from './form-text.ts'
import { KindChoice } from './kind-choice.tsx'
import { kinds } from './kinds.ts'
import { LimitFields } from './limit-fields.tsx'
import { OptionFields } from './option-fields.tsx'
import { PlaceField } from './place-field.tsx'
import { saveSource, useSources } from './sources.ts'

/** Asks what a source is: a new one, or the one to be changed. */
export function SourceDialog({
  open,
  changed,
  onClose,
  onClosed,
}: {
  open: boolean
  /** The source that is described anew; undefined for a new one. */
  changed: ListedSource | undefined
  onClose: () => void
  onClosed: () => void
}) {
  return (
    <Dialog
      title={changed ? `Change ${changed.name}` : 'Add a source'}
      description="Missing bars are asked of the sources in their order."
      open={open}
      onClose={onClose}
      onClosed={onClosed}
      wide
    >
      <SourceForm changed={changed} onClose={onClose} />
    </Dialog>
  )
}

function SourceForm({ changed, onClose }: { changed: ListedSource | undefined; onClose: () => void }) {
  const state = useSources((sources) => sources.state)
  const taken = state?.sources.map(({ name }) => name) ?? []
  const [form, setForm] = useState<FormText>(() =>
    changed?.form ? formOfListed(changed, changed.form) : emptyForm('lean', taken),
  )
  const kind = kinds[form.kind]
  const usualLimits = state?.usualLimits[form.kind]
  const send = async (): Promise<Refusal<SourceField> | undefined> => {
    const sent = formToSend(form)
    if (kind.place !== undefined && sent.place === '')
      return { field: 'place', message: `Choose the ${kind.place.toLowerCase()} first.` }
    return saveSource(form.name.trim(), sent, changed)
  }
  const sending = useSending(send, onClose)
  const { problemOf } = sending
  const put = (changes: Partial<FormText>): void => {
    setForm({ ...form, ...changes })
    sending.forget()
  }
  return (
    <DialogForm sending={sending} action={changed ? 'Change' : 'Add source'} onClose={onClose}>
      {!changed && (
        <KindChoice
          value={form.kind}
          onChange={(next) => put({ ...emptyForm(next, taken), options: form.options })}
        />
      )}
      <div className="grid grid-cols-2 gap-x-4 gap-y-3">
        {!changed && (
          <FormField name="Name" hint="Filled bars carry it" problem={problemOf('name')}>
            {(tied) => (
              <Input
                {...tied}
                value={form.name}
                maxLength={40}
                onChange={(event) => put({ name: event.target.value })}
              />
            )}
          </FormField>
        )}
        {kind.place !== undefined && (
          <PlaceField
            kind={form.kind}
            name={kind.place}
            value={form.place}
            feeds={state?.feeds ?? []}
            problem={problemOf('place')}
            onChange={(place) => put({ place })}
          />
        )}
        <OptionFields
          options={kind.options}
          values={form.options}
          problemOf={problemOf}
          onChange={(options) => put({ options })}
        />
      </div>
      {usualLimits && (
        <LimitFields
          usual={usualLimits}
          values={form.limits}
          problemOf={problemOf}
          onChange={(limits) => put({ limits })}
        />
      )}
    </DialogForm>
  )
}
