import { type FormEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'

/** What is wrong with a form, and with which field of it, where it is one. */
export interface Refusal<Field extends string> {
  readonly field: Field | undefined
  readonly message: string
}

interface Sending<Field extends string> {
  readonly form: RefObject<HTMLFormElement | null>
  readonly isSending: boolean
  /** What is wrong with no field of its own. */
  readonly problem: string | undefined
  problemOf(field: Field): string | undefined
  /** The form was changed: what was refused is not there any more. */
  forget(): void
  submit(event: FormEvent): Promise<void>
}

/** Sends a form: what `send` refuses is told, its field has the focus; what it takes closes the dialog. */
export function useSending<Field extends string>(
  send: () => Promise<Refusal<Field> | undefined>,
  onClose: () => void,
): Sending<Field> {
  const form = useRef<HTMLFormElement>(null)
  const [refusal, setRefusal] = useState<Refusal<Field>>()
  const [isSending, setIsSending] = useState(false)
  useEffect(() => {
    if (refusal?.field) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [refusal])
  return {
    form,
    isSending,
    problem: refusal?.field === undefined ? refusal?.message : undefined,
    problemOf: (field) => (refusal?.field === field ? refusal.message : undefined),
    forget: () => setRefusal(undefined),
    submit: async (event) => {
      event.preventDefault()
      setIsSending(true)
      const found = await send()
      setIsSending(false)
      if (found) setRefusal(found)
      else onClose()
    },
  }
}

/** The frame of a form in a dialog: its fields, what is wrong with it as a whole, and its buttons. */
export function DialogForm<Field extends string>({
  sending: { form, isSending, problem, submit },
  action,
  onClose,
  children,
}: {
  sending: Sending<Field>
  /** The words on the button. */
  action: string
  onClose: () => void
  children: ReactNode
}) {
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {children}
      {problem !== undefined && (
        <p role="alert" className="text-down text-sm [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      <div className="sticky -bottom-5 -mx-5 -mb-5 flex justify-end gap-2 border-line border-t bg-panel px-5 py-3.5">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="accent" type="submit" disabled={isSending}>
          {action}
        </Button>
      </div>
    </form>
  )
}
