import { FolderOpen } from 'lucide-react'
import type { SourceKind } from '#shared/protocol/source-calls.ts'
import { desktop } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'
import { Button } from '../ui/button.tsx'
import { Choice, Input } from '../ui/field.tsx'
import { FormField } from '../ui/form-field.tsx'

/** Where a source is: a feed to choose, a folder to choose or type, a database to type. */
export function PlaceField({
  kind,
  name,
  value,
  feeds,
  problem,
  onChange,
}: {
  kind: SourceKind
  name: string
  value: string
  feeds: readonly string[]
  problem: string | undefined
  onChange: (place: string) => void
}) {
  if (kind === 'feed') {
    // A feed that is gone from the store stays the one that is chosen.
    const known = value === '' || feeds.includes(value) ? feeds : [...feeds, value]
    const options = known.map((feed) => ({ value: feed, label: feed }))
    const hint =
      feeds.length === 0 ? 'This store has none; an import makes one' : 'As it was named when imported'
    return (
      <FormField name={name} hint={hint} problem={problem}>
        {(tied) => (
          <Choice
            {...tied}
            value={value}
            options={[{ value: '', label: 'Choose …' }, ...options]}
            onChange={onChange}
          />
        )}
      </FormField>
    )
  }
  const isFolder = kind === 'lean' || kind === 'files'
  const choose = async (): Promise<void> => {
    const chosen = await attempt(async () => desktop().call('dialog.sourceFolder', undefined))
    if (chosen?.path) onChange(chosen.path)
  }
  return (
    <FormField name={name} problem={problem}>
      {(tied) => (
        <span className="flex gap-2">
          <Input {...tied} value={value} onChange={(event) => onChange(event.target.value)} />
          {isFolder && (
            <Button onClick={() => void choose()}>
              <FolderOpen className="size-3.5" aria-hidden="true" /> Choose …
            </Button>
          )}
        </span>
      )}
    </FormField>
  )
}
