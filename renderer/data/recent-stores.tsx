import { Database, FileX2, X } from 'lucide-react'
import { useEffect } from 'react'
import { useOpenStore } from '../stores/open-store.ts'
import { IconButton } from '../ui/button.tsx'
import { splitPath } from './path.ts'
import { loadRecents, openStoreAt, removeRecent } from './stores.ts'

/** Stores that were open before; those whose file is gone say so and can be taken off. */
export function RecentStores() {
  const recents = useOpenStore((state) => state.recents)
  const current = useOpenStore((state) => state.store?.path)
  useEffect(() => {
    void loadRecents()
  }, [])
  return (
    <ul className="overflow-hidden rounded-lg border border-line">
      {recents.map(({ path, exists, openedAt }) => {
        const { name, folder } = splitPath(path)
        const isOpen = path === current
        return (
          <li key={path} className="flex items-center border-line border-b bg-panel last:border-b-0">
            <button
              type="button"
              disabled={!exists || isOpen}
              onClick={() => void openStoreAt(path)}
              className="-outline-offset-2 flex min-w-0 flex-1 items-center gap-3 px-3.5 py-2.5 text-left enabled:hover:bg-raised"
            >
              {exists ? (
                <Database className="size-4 shrink-0 text-muted" aria-hidden="true" />
              ) : (
                <FileX2 className="size-4 shrink-0 text-missing" aria-hidden="true" />
              )}
              <span className="min-w-0 flex-1">
                <span
                  className={
                    exists
                      ? 'block truncate font-medium text-sm normal-nums'
                      : 'block truncate text-muted text-sm normal-nums line-through'
                  }
                >
                  {name}
                </span>
                <span className="block truncate text-faint text-xs normal-nums">{folder}</span>
              </span>
              <span className="shrink-0 text-muted text-xs">
                {isOpen ? (
                  'open'
                ) : exists ? (
                  openedOn(openedAt)
                ) : (
                  <span className="text-missing">file is missing</span>
                )}
              </span>
            </button>
            <IconButton
              label={`Take ${name} off the list`}
              className="mr-1.5"
              side="left"
              onClick={() => void removeRecent(path)}
            >
              <X className="size-3.5" />
            </IconButton>
          </li>
        )
      })}
    </ul>
  )
}

const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

function openedOn(openedAt: number): string {
  return dates.format(openedAt)
}
