import { Info, Search, SearchX } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { SettingsState } from '#shared/settings/settings-calls.ts'
import { useConnection } from '../stores/connection.ts'
import { useSettings } from '../stores/settings.ts'
import { leaveSettings } from '../stores/view.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Input } from '../ui/field.tsx'
import { ResetAll } from './reset-all.tsx'
import { findSettings, type SettingGroup } from './setting-groups.ts'
import { SettingRow } from './setting-row.tsx'
import { SettingsProblems } from './settings-problems.tsx'

/** All settings: to find, to change and to give their defaults again. */
export function SettingsView() {
  const state = useSettings((known) => known.state)
  const isConnected = useConnection(({ connection }) => connection.phase === 'connected')
  const [text, setText] = useState('')
  const groups = findSettings(text)
  return (
    <section aria-label="Settings" className="min-h-0 flex-1 scroll-pt-20 overflow-y-auto">
      <header className="sticky top-0 z-10 border-line border-b bg-canvas px-6 py-3">
        <div className="mx-auto flex max-w-4xl items-center gap-3">
          <SearchField text={text} onChange={setText} />
          <ResetAll disabled={!isConnected} />
        </div>
      </header>
      <div className="p-6">
        <fieldset disabled={!isConnected} className="mx-auto flex min-w-0 max-w-4xl flex-col gap-7">
          <legend className="sr-only">Settings</legend>
          <SettingsProblems problems={state?.problems ?? []} />
          {state && groups.map((group) => <Group key={group.title} group={group} state={state} />)}
          {state && groups.length === 0 && (
            <EmptyState icon={SearchX} title={`No setting matches “${text.trim()}”`}>
              Search for a word of its name or of what it does.
            </EmptyState>
          )}
        </fieldset>
      </div>
    </section>
  )
}

/** Escape empties it; where it is empty, Escape leaves the settings. */
function SearchField({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key !== 'Escape') return
    if (text === '') leaveSettings()
    else onChange('')
  }
  return (
    <span className="relative min-w-0 flex-1">
      <Search className="absolute top-2 left-2.5 size-4 text-muted" aria-hidden="true" />
      <Input
        type="text"
        role="searchbox"
        aria-label="Search settings"
        placeholder="Search settings"
        autoFocus
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className="pl-9"
      />
    </span>
  )
}

function Group({ group: { title, note, names }, state }: { group: SettingGroup; state: SettingsState }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2.5 font-semibold text-base text-ink">{title}</h2>
      {note && (
        <p className="-mt-2 mb-2.5 flex gap-1.5 text-muted text-xs">
          <Info className="mt-px size-3.5 shrink-0" aria-hidden="true" />
          {note}
        </p>
      )}
      <ul className="rounded-lg border border-line bg-panel">
        {names.map((name) => (
          <SettingRow key={name} name={name} state={state} />
        ))}
      </ul>
    </section>
  )
}
