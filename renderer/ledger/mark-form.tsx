import { type FormEvent, useState } from 'react'
import { type MarkClass, markClasses } from '#shared/gaps/gap-class.ts'
import type { GapRow } from '#shared/protocol/ledger-calls.ts'
import { useReadOnlyReason } from '../stores/read-only.ts'
import { Button } from '../ui/button.tsx'
import { Choice, Field, Input } from '../ui/field.tsx'
import { classStyles } from './class-style.ts'
import { markRun, unmarkRun } from './mark-actions.ts'

/** Says by hand what a gap is, with a reason, or takes that back; folded away until it is asked for. */
export function MarkActions({ gap }: { gap: GapRow }) {
  const [open, setOpen] = useState(false)
  const isReadOnly = useReadOnlyReason() !== undefined
  if (open && !isReadOnly) return <MarkForm gap={gap} onDone={() => setOpen(false)} />
  return (
    <div className="flex gap-1 border-line border-t p-1.5">
      <Button look="plain" className="h-7 text-xs" disabled={isReadOnly} onClick={() => setOpen(true)}>
        Mark as …
      </Button>
      {gap.marked && (
        <Button
          look="plain"
          className="h-7 text-xs"
          disabled={isReadOnly}
          onClick={() => void unmarkRun(gap)}
        >
          Take mark back
        </Button>
      )}
    </div>
  )
}

function MarkForm({ gap, onDone }: { gap: GapRow; onDone: () => void }) {
  const [chosen, setChosen] = useState<MarkClass>(gap.class === 'no-trade' ? 'feed-gap' : 'no-trade')
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void markRun(gap, chosen, reason.trim()).then((done) => done && onDone())
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2.5 border-line border-t p-3.5">
      <Field name="Mark as">
        <Choice
          value={chosen}
          onChange={setChosen}
          options={markClasses.map((value) => ({ value, label: classStyles[value].name }))}
        />
      </Field>
      <Field name="Reason" hint="Kept with the mark, as evidence.">
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <div className="flex justify-end gap-2">
        <Button look="plain" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" look="accent" disabled={reason.trim() === ''}>
          Mark
        </Button>
      </div>
    </form>
  )
}
