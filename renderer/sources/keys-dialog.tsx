import { type FormEvent, useState } from 'react'
import type { EnteredKeys } from '#shared/protocol/keys-contract.ts'
import type { ListedSource } from '#shared/protocol/source-calls.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Input } from '../ui/field.tsx'
import { FormField } from '../ui/form-field.tsx'
import { keyWords } from './key-words.ts'
import { secretLabels } from './kinds.ts'
import { forgetKeys, setKeys, useSources } from './sources.ts'

/** Takes the keys of a source. What was entered leaves the window with it; it never comes back. */
export function KeysDialog({
  open,
  source,
  onClose,
  onClosed,
}: {
  open: boolean
  source: ListedSource
  onClose: () => void
  onClosed: () => void
}) {
  return (
    <Dialog
      title={`Keys of ${source.name}`}
      description={`Nobody but ${source.server} gets them.`}
      open={open}
      onClose={onClose}
      onClosed={onClosed}
    >
      <KeysForm source={source} onClose={onClose} />
    </Dialog>
  )
}

function KeysForm({ source, onClose }: { source: ListedSource; onClose: () => void }) {
  const keepProblem = useSources(({ keysProblem }) => keysProblem)
  const [entered, setEntered] = useState<EnteredKeys>({})
  const [problem, setProblem] = useState<string>()
  const { name, server, keys } = source
  const filled = Object.fromEntries(Object.entries(entered).filter(([, key]) => key !== ''))
  const isHeld = keys.some(({ from }) => from === 'keychain' || from === 'this-run')
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (server === undefined) return
    const cause = await setKeys(name, server, filled)
    if (cause === undefined) onClose()
    else setProblem(cause)
  }
  const forget = (): void => {
    onClose()
    void forgetKeys(source)
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      {keys.map(({ secret, from }, index) => (
        <FormField key={secret} name={secretLabels[secret]} hint={keyWords(secret, from)}>
          {(tied) => (
            <Input
              {...tied}
              type="password"
              autoComplete="off"
              autoFocus={index === 0}
              maxLength={1000}
              placeholder={from === 'nowhere' ? '' : 'Enter another one to replace it'}
              value={entered[secret] ?? ''}
              onChange={(event) => {
                const { value } = event.target
                // Keys are pasted with blanks around them; a password may have some of its own.
                setEntered({ ...entered, [secret]: secret === 'PGPASSWORD' ? value : value.trim() })
                setProblem(undefined)
              }}
            />
          )}
        </FormField>
      ))}
      <p className="text-muted text-xs">
        {keepProblem === undefined
          ? 'Kept in the keychain of your system.'
          : `${keepProblem} Keys that you enter are held in memory and gone when Tapedeck ends.`}
      </p>
      {problem && (
        <p role="alert" className="text-down text-sm [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        {isHeld && (
          <Button look="danger" className="mr-auto" onClick={forget}>
            Forget them
          </Button>
        )}
        <Button onClick={onClose}>Cancel</Button>
        <Button look="accent" type="submit" disabled={Object.keys(filled).length === 0}>
          {keepProblem === undefined ? 'Keep' : 'Use until the end'}
        </Button>
      </div>
    </form>
  )
}
