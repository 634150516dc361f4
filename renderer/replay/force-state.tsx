import { type FormEvent, useState } from 'react'
import { type SessionState, sessionStates } from '#shared/protocol/session-calls.ts'
import { stateName } from '../stores/session-state.ts'
import { Button } from '../ui/button.tsx'
import { Choice, Field, Input } from '../ui/field.tsx'
import { forceState } from './session-actions.ts'

/** Puts the session into a state that it would not come into by itself; folded away until it is asked for. */
export function ForceState({ state, exchange }: { state: SessionState; exchange: string }) {
  const [open, setOpen] = useState(false)
  if (!open) {
    return (
      <div className="border-line border-t p-1.5">
        <Button look="plain" className="h-7 text-xs" onClick={() => setOpen(true)}>
          Force a state …
        </Button>
      </div>
    )
  }
  return <ForceForm now={state} exchange={exchange} onDone={() => setOpen(false)} />
}

function ForceForm({ now, exchange, onDone }: { now: SessionState; exchange: string; onDone: () => void }) {
  const others = sessionStates.filter((state) => state !== now)
  const [chosen, setChosen] = useState<SessionState>('ended')
  const [reason, setReason] = useState('')
  const state = chosen === now ? (others[0] ?? chosen) : chosen
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void forceState(state, reason.trim(), exchange).then((done) => done && onDone())
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2.5 border-line border-t p-3.5">
      <Field name="State" hint="Past the table of allowed moves; the log says that it was forced.">
        <Choice
          value={state}
          onChange={setChosen}
          options={others.map((value) => ({ value, label: stateName(value) }))}
        />
      </Field>
      <Field name="Reason">
        <Input value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <div className="flex justify-end gap-2">
        <Button look="plain" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" look="danger" disabled={reason.trim() === ''}>
          Force
        </Button>
      </div>
    </form>
  )
}
