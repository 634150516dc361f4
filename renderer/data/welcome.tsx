import { FlaskConical, FolderOpen, type LucideIcon, Plus } from 'lucide-react'
import { Mark } from '../app/mark.tsx'
import { useOpenStore } from '../stores/open-store.ts'
import { RecentStores } from './recent-stores.tsx'
import { OpeningNote, StoreFailure } from './store-notes.tsx'
import { chooseStore, makeDemoStore, makeStore } from './stores.ts'

/** What is shown while no store is open. */
export function Welcome() {
  const recents = useOpenStore((state) => state.recents)
  return (
    <div className="flex min-h-0 flex-1 justify-center overflow-y-auto p-10">
      <div className="my-auto w-full max-w-2xl">
        <div className="flex items-center gap-4">
          <Mark className="size-12" />
          <div>
            <h1 className="font-semibold text-2xl leading-8">Tapedeck</h1>
            <p className="text-base text-muted">Replay trading sessions on minute bars you can trust.</p>
          </div>
        </div>
        <div className="mt-8 grid grid-cols-3 gap-3">
          <Way Icon={FolderOpen} title="Open a store" onClick={chooseStore}>
            A file with bars that were imported before.
          </Way>
          <Way Icon={Plus} title="New store" onClick={makeStore}>
            An empty one, to import LEAN, CSV or Parquet files into.
          </Way>
          <Way Icon={FlaskConical} title="Demo store" onClick={makeDemoStore}>
            Synthetic sessions, to look around without data.
          </Way>
        </div>
        <OpeningNote className="mt-4" />
        <StoreFailure className="mt-4" />
        {recents.length > 0 && (
          <section className="mt-8" aria-label="Recent stores">
            <h2 className="panel-title mb-2">Recent stores</h2>
            <RecentStores />
          </section>
        )}
      </div>
    </div>
  )
}

function Way({
  Icon,
  title,
  onClick,
  children,
}: {
  Icon: LucideIcon
  title: string
  onClick: () => Promise<void>
  children: string
}) {
  return (
    <button
      type="button"
      onClick={() => void onClick()}
      className="group flex flex-col items-start gap-1 rounded-lg border border-line bg-panel p-4 text-left transition-colors hover:border-edge hover:bg-raised"
    >
      <Icon className="mb-2 size-5 text-accent" aria-hidden="true" />
      <span className="font-semibold text-base">{title}</span>
      <span className="text-muted text-sm">{children}</span>
    </button>
  )
}
