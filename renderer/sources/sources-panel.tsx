import { Plus, Split } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ListedSource } from '#shared/protocol/source-calls.ts'
import { useConnection } from '../stores/connection.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useReadOnlyReason } from '../stores/read-only.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { RemoveDialog } from '../ui/remove-dialog.tsx'
import { useDragOrder } from '../watchlist/drag-order.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { SourceDialog } from './source-dialog.tsx'
import { type SourceQuestion, SourceRow } from './source-row.tsx'
import { loadSources, moveSource, removeSource, useSources } from './sources.ts'

/** A dialog and the source that it is about; it stays that one's while it closes. */
interface Asked {
  readonly open: boolean
  readonly question: SourceQuestion | 'add'
  readonly source: ListedSource | undefined
}

/** Where missing bars can come from, in the order in which it is asked. */
export function SourcesPanel() {
  const path = useOpenStore((state) => state.store?.path)
  const readOnly = useReadOnlyReason()
  const connected = useConnection((state) => state.connection.phase === 'connected')
  const sources = useSources((state) => state.state?.sources)
  const [asked, setAsked] = useState<Asked>()
  const order = useDragOrder((from, to) => void moveSource(from, to))
  const opener = useRef<Element | null>(null)
  const addButton = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another store, or another engine, has another list
  useEffect(() => {
    void loadSources()
  }, [path, connected])
  if (!path) return null

  const ask = (question: Asked['question'], source?: ListedSource): void => {
    opener.current = document.activeElement
    setAsked({ open: true, question, source })
  }
  const close = (): void => setAsked((now) => now && { ...now, open: false })
  /** What was pressed may be gone or empty of sense by then. */
  const giveFocusBack = (): void => {
    setAsked(undefined)
    const before = opener.current
    if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus()
    else addButton.current?.focus()
  }
  const dialog = { open: asked?.open ?? false, onClose: close, onClosed: giveFocusBack }
  const add = (
    <Button ref={addButton} disabled={readOnly !== undefined} onClick={() => ask('add')}>
      <Plus className="size-3.5" aria-hidden="true" /> Add a source …
    </Button>
  )
  return (
    <section aria-label="Sources" className="mt-8">
      {sources && sources.length > 0 ? (
        <>
          <header className="mb-2 flex items-end justify-between gap-4">
            <div>
              <h2 className="panel-title">Sources</h2>
              <p className="text-faint text-xs">{readOnly ?? 'Asked for missing bars in this order.'}</p>
            </div>
            {add}
          </header>
          <ol className="overflow-hidden rounded-lg border border-line">
            {sources.map((source, index) => (
              <SourceRow
                key={source.name}
                source={source}
                index={index}
                count={sources.length}
                order={order}
                readOnly={readOnly !== undefined}
                onAsk={(question) => ask(question, source)}
              />
            ))}
          </ol>
        </>
      ) : (
        <div className="rounded-lg border border-edge border-dashed py-6">
          <EmptyState icon={Split} title="No sources yet" actions={add}>
            {readOnly ??
              'Sources are where missing bars are asked for: another feed, a folder, a vendor or a database, one after the other.'}
          </EmptyState>
        </div>
      )}
      {asked && (asked.question === 'add' || asked.question === 'change') && (
        <SourceDialog changed={asked.source} {...dialog} />
      )}
      {asked?.question === 'keys' && asked.source && <KeysDialog source={asked.source} {...dialog} />}
      {asked?.question === 'remove' && asked.source && (
        <RemoveDialog
          name={asked.source.name}
          consequence="It is not asked any more and its keys are forgotten. Bars that were filled from it stay."
          onRemove={() => asked.source && void removeSource(asked.source)}
          {...dialog}
        />
      )}
    </section>
  )
}
