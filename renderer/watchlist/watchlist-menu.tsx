import { ChevronDown, PencilLine, Plus, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { WatchlistState } from '#shared/protocol/watchlist-calls.ts'
import { useOpenStore } from '../stores/open-store.ts'
import { useRun } from '../stores/run.ts'
import { activeSymbols, useWatchlists } from '../stores/watchlists.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Input } from '../ui/field.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { RemoveDialog } from '../ui/remove-dialog.tsx'
import { addWatchlist, deleteWatchlist, renameWatchlist } from './list-actions.ts'
import { ListChoices } from './list-choices.tsx'

type Asking = 'name' | 'rename' | 'remove'

/** Which watchlist is shown; makes, orders, renames and removes lists. */
export function WatchlistMenu({ list }: { list: WatchlistState | undefined }) {
  const lists = useWatchlists((state) => state.lists)
  const run = useRun((state) => state.run)
  const writable = useOpenStore((state) => state.store?.access === 'owner')
  const [asking, setAsking] = useState<Asking>()
  const done = (): void => setAsking(undefined)
  return (
    <>
      <Menu
        label="Watchlists"
        trigger={
          <button
            type="button"
            data-testid="watchlist-name"
            className="flex h-8 min-w-0 items-center gap-1.5 rounded-md px-1.5 hover:bg-hover"
          >
            <span className="truncate font-semibold text-sm">{run?.name ?? list?.name ?? 'All symbols'}</span>
            <ChevronDown className="size-3.5 shrink-0 text-muted" aria-hidden="true" />
          </button>
        }
      >
        <ListChoices activeId={list?.id} />
        <MenuLine />
        <MenuItem disabled={!writable} onSelect={() => setAsking('name')}>
          <Plus className="size-3.5" /> New list …
        </MenuItem>
        <MenuItem disabled={!writable || !list} onSelect={() => setAsking('rename')}>
          <PencilLine className="size-3.5" /> Rename …
        </MenuItem>
        <MenuItem danger disabled={!writable || !list} onSelect={() => setAsking('remove')}>
          <Trash2 className="size-3.5" /> Delete …
        </MenuItem>
      </Menu>
      <NameDialog
        key={asking}
        title={asking === 'rename' ? 'Rename the watchlist' : 'New watchlist'}
        action={asking === 'rename' ? 'Rename' : 'Create'}
        initial={asking === 'rename' ? (list?.name ?? '') : ''}
        taken={lists.filter(({ id }) => asking !== 'rename' || id !== list?.id).map(({ name }) => name)}
        open={asking === 'name' || asking === 'rename'}
        onClose={done}
        onName={(name, copies) => {
          if (asking === 'rename' && list) void renameWatchlist(list.id, name)
          else void addWatchlist(name, copies ? activeSymbols() : [])
        }}
        offersCopy={asking === 'name'}
      />
      <RemoveDialog
        verb="Delete"
        name={`“${list?.name}”`}
        consequence="The list goes; the bars of its symbols stay in the store."
        open={asking === 'remove'}
        onRemove={() => list && void deleteWatchlist(list.id)}
        onClose={done}
      />
    </>
  )
}

function NameDialog({
  title,
  action,
  initial,
  taken,
  open,
  offersCopy,
  onClose,
  onName,
}: {
  title: string
  action: string
  initial: string
  taken: readonly string[]
  open: boolean
  offersCopy: boolean
  onClose: () => void
  onName: (name: string, copies: boolean) => void
}) {
  const [name, setName] = useState(initial)
  const [copies, setCopies] = useState(true)
  const wanted = name.trim()
  const isTaken = taken.includes(wanted)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (wanted === '' || isTaken) return
    onClose()
    onName(wanted, copies)
  }
  return (
    <Dialog title={title} open={open} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <div>
          <Input
            autoFocus
            aria-label="Name of the list"
            placeholder="Name"
            maxLength={80}
            value={name}
            aria-invalid={isTaken}
            onChange={(event) => setName(event.target.value)}
          />
          {isTaken && (
            <p role="alert" className="mt-1 text-down text-xs">
              There is a list of this name already.
            </p>
          )}
        </div>
        {offersCopy && (
          <label className="flex items-center gap-2 text-muted text-sm">
            <input
              type="checkbox"
              className="accent-(--color-accent)"
              checked={copies}
              onChange={(event) => setCopies(event.target.checked)}
            />
            Begin with the symbols shown now
          </label>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="accent" type="submit" disabled={wanted === '' || isTaken}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
