import { useState } from 'react'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogForm, type Refusal, useSending } from '../../ui/dialog-form.tsx'
import { Input } from '../../ui/field.tsx'
import { FormField } from '../../ui/form-field.tsx'
import { renameRun } from '../shown-run.ts'

/** Asks for another name of a run. */
export function RenameDialog({ run, open, onClose }: { run: KeptRun; open: boolean; onClose: () => void }) {
  return (
    <Dialog title={`Rename ${run.name}`} open={open} onClose={onClose}>
      <NameForm run={run} onClose={onClose} />
    </Dialog>
  )
}

function NameForm({ run, onClose }: { run: KeptRun; onClose: () => void }) {
  const [name, setName] = useState(run.name)
  const send = async (): Promise<Refusal<'name'> | undefined> => {
    if (name.trim() === '') return { field: 'name', message: 'A name has 1 to 80 letters.' }
    const isDone = await renameRun(run.id, name.trim())
    return isDone ? undefined : { field: undefined, message: 'The name was not taken.' }
  }
  const sending = useSending(send, onClose)
  return (
    <DialogForm sending={sending} action="Rename" onClose={onClose}>
      <FormField name="Name" problem={sending.problemOf('name')}>
        {(tied) => (
          <Input
            {...tied}
            autoFocus
            value={name}
            maxLength={80}
            onFocus={({ target }) => target.select()}
            onChange={({ target }) => {
              setName(target.value)
              sending.forget()
            }}
          />
        )}
      </FormField>
    </DialogForm>
  )
}
