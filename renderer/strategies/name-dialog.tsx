import { useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { DialogForm, useSending } from '../ui/dialog-form.tsx'
import { Input } from '../ui/field.tsx'
import { FormField } from '../ui/form-field.tsx'

interface Naming {
  /** What stands there first. */
  readonly name: string
  readonly action: string
  readonly onClose: () => void
  /** Answers why the name cannot be. */
  readonly onName: (name: string) => Promise<string | undefined>
}

/** Asks what something is to be called. */
export function NameDialog({ title, open, ...naming }: Naming & { title: string; open: boolean }) {
  return (
    <Dialog title={title} open={open} onClose={naming.onClose}>
      <NameForm {...naming} />
    </Dialog>
  )
}

function NameForm({ name: first, action, onClose, onName }: Naming) {
  const [name, setName] = useState(first)
  const sending = useSending<'name'>(async () => {
    const message = await onName(name.trim())
    return message === undefined ? undefined : { field: 'name', message }
  }, onClose)
  return (
    <DialogForm sending={sending} action={action} onClose={onClose}>
      <FormField name="Name" problem={sending.problemOf('name')}>
        {(tied) => (
          <Input
            {...tied}
            required
            maxLength={80}
            autoFocus
            value={name}
            onFocus={({ target }) => target.select()}
            onChange={({ target }) => {
              sending.forget()
              setName(target.value)
            }}
          />
        )}
      </FormField>
    </DialogForm>
  )
}
