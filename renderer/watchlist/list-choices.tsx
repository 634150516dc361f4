import { GripVertical } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useOpenStore } from '../stores/open-store.ts'
import { useRun } from '../stores/run.ts'
import { useSymbols } from '../stores/symbols.ts'
import { orderWatchlists, useWatchlists } from '../stores/watchlists.ts'
import { MenuChoices } from '../ui/menu.tsx'
import { dragClasses, useDragOrder } from './drag-order.ts'
import { showWatchlist } from './list-actions.ts'
import { moved } from './reorder.ts'

const allValue = 'all'
const runValue = 'run'

/** The watchlists to choose from, in an order that is changed by dragging or with Alt and the arrows. */
export function ListChoices({ activeId }: { activeId: number | undefined }) {
  const lists = useWatchlists((state) => state.lists)
  const run = useRun((state) => state.run)
  const symbols = useSymbols((state) => state.symbols.length)
  const writable = useOpenStore((state) => state.store?.access === 'owner')
  const movable = writable && lists.length > 1
  const move = (from: number, to: number): void => {
    const ordered = moved(lists, from, to)
    if (ordered !== lists) void orderWatchlists(ordered)
  }
  const order = useDragOrder(move)
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!event.altKey || step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    move(index, index + step)
  }
  return (
    <MenuChoices
      value={run ? runValue : activeId === undefined ? allValue : String(activeId)}
      onChange={(value) => {
        if (value !== runValue) void showWatchlist(value === allValue ? undefined : Number(value))
      }}
      options={[
        ...lists.map(({ id, name, symbols: own }) => ({
          value: String(id),
          label: name,
          note: (
            <span className="flex items-center gap-1">
              {own.length}
              {movable && (
                <GripVertical
                  className="-mr-1 size-3.5 text-faint opacity-0 group-data-[highlighted]:opacity-100"
                  aria-hidden="true"
                />
              )}
            </span>
          ),
        })),
        {
          value: allValue,
          label: 'All symbols',
          note: <span className={movable ? 'mr-3.5' : ''}>{symbols}</span>,
        },
        ...(run
          ? [
              {
                value: runValue,
                label: run.name,
                note: <span className={movable ? 'mr-3.5' : ''}>{run.symbols.length}</span>,
              },
            ]
          : []),
      ]}
      rest={(_, index) =>
        movable && index < lists.length
          ? {
              className: `group ${dragClasses(order, index)}`,
              title: 'Drag, or press Alt and an arrow, to move the list',
              'aria-keyshortcuts': 'Alt+ArrowUp Alt+ArrowDown',
              onKeyDown: (event) => onKeyDown(event, index),
              ...order.row(index),
            }
          : {}
      }
    />
  )
}
