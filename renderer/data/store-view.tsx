import { FlaskConical, FolderOpen, Plus } from 'lucide-react'
import { formatBytes, formatCount } from '../charts/prices.ts'
import { Fact } from '../replay/fact.tsx'
import { MissingBars } from '../session-file/missing-bars.tsx'
import { SourcesPanel } from '../sources/sources-panel.tsx'
import { useOpenStore } from '../stores/open-store.ts'
import { formatSession } from '../time/zone.ts'
import { SyntheticBadge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { ImportPanel } from './import-panel.tsx'
import { splitPath } from './path.ts'
import { ReadOnlyNote } from './read-only-note.tsx'
import { RecentStores } from './recent-stores.tsx'
import { OpeningNote, StoreFailure } from './store-notes.tsx'
import { chooseStore, closeStore, makeDemoStore, makeStore } from './stores.ts'

/** The store, and how bars get into it. */
export function StoreView() {
  return (
    <div className="flex min-h-0 flex-1">
      <div className="min-w-0 flex-1 overflow-y-auto p-6">
        <div className="mx-auto max-w-4xl">
          <MissingBars />
          <ImportPanel />
          <SourcesPanel />
        </div>
      </div>
      <aside
        aria-label="Stores"
        className="flex w-[22rem] shrink-0 flex-col gap-6 overflow-y-auto border-line border-l bg-panel p-5"
      >
        <CurrentStore />
        <section aria-label="Recent stores">
          <h2 className="panel-title mb-2">Recent stores</h2>
          <RecentStores />
        </section>
      </aside>
    </div>
  )
}

function CurrentStore() {
  const store = useOpenStore((state) => state.store)
  if (!store) return null
  const { name, folder } = splitPath(store.path)
  const { firstSession, lastSession } = store
  return (
    <section aria-label="Current store">
      <h2 className="panel-title">Store</h2>
      <div className="mt-2 flex items-center gap-2">
        <h3 className="min-w-0 truncate font-semibold text-base normal-nums">{name}</h3>
        {store.synthetic && <SyntheticBadge />}
      </div>
      <p className="text-selectable text-faint text-xs [overflow-wrap:anywhere]">{folder}</p>
      <ReadOnlyNote className="mt-3" />
      <dl className="mt-3">
        <Fact name="Bars">{formatCount(store.bars)}</Fact>
        <Fact name="Symbols">{formatCount(store.symbols)}</Fact>
        <Fact name="Sessions with minute bars">{formatCount(store.sessions)}</Fact>
        {firstSession && <Fact name="First of these">{formatSession(firstSession)}</Fact>}
        {lastSession && <Fact name="Last of these">{formatSession(lastSession)}</Fact>}
        <Fact name="Exchanges">{store.exchanges.join(', ') || '–'}</Fact>
        <Fact name="Size">
          {formatBytes(store.bytes)}
          {store.bars > 0 && (
            <span className="text-muted"> · {(store.bytes / store.bars).toFixed(1)} B a bar</span>
          )}
        </Fact>
        <Fact name="Access">{store.access === 'owner' ? 'read and write' : 'read-only'}</Fact>
      </dl>
      <div className="mt-4 grid grid-cols-2 gap-2">
        <Button onClick={() => void chooseStore()}>
          <FolderOpen className="size-3.5" /> Open …
        </Button>
        <Button onClick={() => void makeStore()}>
          <Plus className="size-3.5" /> New …
        </Button>
        <Button onClick={() => void makeDemoStore()}>
          <FlaskConical className="size-3.5" /> Demo …
        </Button>
        <Button onClick={() => void closeStore()}>Close</Button>
      </div>
      <OpeningNote className="mt-3" />
      <StoreFailure className="mt-3" />
    </section>
  )
}
