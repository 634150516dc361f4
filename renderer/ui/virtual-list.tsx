import type { ReactNode } from 'react'
import { rowHeight, useWalkedRows } from './use-walked-rows.ts'

/** A long list of walked rows, which has the focus itself. */
export function VirtualList<T>({
  label,
  items,
  keyOf,
  labelOf,
  chosen,
  onChoose,
  onOpen,
  children,
}: {
  label: string
  items: readonly T[]
  keyOf: (item: T) => string
  /** A row in words. */
  labelOf: (item: T) => string
  /** Key of the chosen row. */
  chosen: string | undefined
  onChoose: (item: T) => void
  /** Enter, or a double click. */
  onOpen: (item: T) => void
  children: (item: T) => ReactNode
}) {
  const place = items.findIndex((item) => keyOf(item) === chosen)
  const withItem = (act: (item: T) => void) => (row: number) => {
    const item = items[row]
    if (item !== undefined) act(item)
  }
  const { scroller, focus, from, to, idOf } = useWalkedRows({
    count: items.length,
    chosen: place,
    onChoose: withItem(onChoose),
    onOpen: withItem(onOpen),
  })
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={label}
      {...focus}
      className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
    >
      <div style={{ height: items.length * rowHeight, position: 'relative' }}>
        {items.slice(from, to).map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
          <div
            key={keyOf(item)}
            id={idOf(from + index)}
            role="option"
            aria-selected={from + index === place}
            aria-setsize={items.length}
            aria-posinset={from + index + 1}
            aria-label={labelOf(item)}
            onClick={() => onChoose(item)}
            onDoubleClick={() => onOpen(item)}
            style={{ position: 'absolute', top: (from + index) * rowHeight, height: rowHeight }}
            className="inset-x-0 flex items-center hover:bg-raised/60 aria-selected:bg-raised aria-selected:shadow-[inset_2px_0_0_var(--color-accent)]"
          >
            {children(item)}
          </div>
        ))}
      </div>
    </div>
  )
}
