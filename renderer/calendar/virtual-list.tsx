import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'

export const rowHeight = 26
/** Rows beyond both edges that are drawn too. */
const spare = 6

/**
 * A long list of rows of one height, of which only those in sight are drawn. The list has the focus; arrows, Page Up
 * and Down, Home and End choose.
 */
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
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(0)
  const place = items.findIndex((item) => keyOf(item) === chosen)

  useEffect(() => {
    const element = list.current
    if (!element) return
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const choose = (index: number): void => {
    const item = items[Math.max(0, Math.min(items.length - 1, index))]
    if (!item) return
    onChoose(item)
    bringIntoSight(list.current, Math.max(0, Math.min(items.length - 1, index)))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(height / rowHeight) - 1)
    const item = items[place]
    if (event.key === 'Enter' && item) {
      event.preventDefault()
      onOpen(item)
      return
    }
    const target = {
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      PageDown: place + page,
      PageUp: place - page,
      Home: 0,
      End: items.length - 1,
    }[event.key]
    if (target === undefined) return
    event.preventDefault()
    choose(target)
  }
  const from = Math.max(0, Math.floor(top / rowHeight) - spare)
  const to = Math.min(items.length, Math.ceil((top + height) / rowHeight) + spare)
  return (
    <div
      ref={list}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={place >= from && place < to ? `${id}-${place}` : undefined}
      onKeyDown={onKeyDown}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
    >
      <div style={{ height: items.length * rowHeight, position: 'relative' }}>
        {items.slice(from, to).map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
          <div
            key={keyOf(item)}
            id={`${id}-${from + index}`}
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

function bringIntoSight(list: HTMLElement | null, index: number): void {
  if (!list) return
  const top = index * rowHeight
  if (top < list.scrollTop) list.scrollTop = top
  else if (top + rowHeight > list.scrollTop + list.clientHeight)
    list.scrollTop = top + rowHeight - list.clientHeight
}
