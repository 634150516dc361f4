import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useId, useRef } from 'react'

/** Pixels of a row; every list has rows of this height. */
export const rowHeight = 26
/** Rows beyond both edges that are drawn too. */
const spare = 6

/** What a list of walked rows draws, and what its elements are given. */
export interface WalkedRows {
  /** For the element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>
  /** For the element with the focus: it has the keys and names the chosen row to a screen reader. */
  readonly focus: {
    readonly tabIndex: 0
    readonly 'aria-activedescendant': string | undefined
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  }
  /** The first row that is drawn, and the one after the last. */
  readonly from: number
  readonly to: number
  /** What the element of a row has as its id. */
  readonly idOf: (row: number) => string
  /** Scrolls to so many pixels from the top. */
  readonly scrollTo: (top: number) => void
}

/**
 * A long list of rows of one height, of which only those in sight are drawn. Arrows, Page Up and Down, Home and End
 * choose and bring what they choose into sight; Enter opens it, where the list itself has the focus and not a button
 * of its head.
 */
export function useWalkedRows({
  count,
  chosen,
  onChoose,
  onOpen,
  headHeight = 0,
  startAt = 0,
  endKeys = 'choose',
}: {
  count: number
  /** The row that is chosen, or -1. */
  chosen: number
  onChoose: (row: number) => void
  /** `shift`: with the Shift key. */
  onOpen: (row: number, shift: boolean) => void
  /** Pixels of a head above the rows that stays while they scroll. */
  headHeight?: number
  /** Pixels that it is scrolled by at first. */
  startAt?: number
  /** What Home and End do: choose the first and the last row, or what they do elsewhere. */
  endKeys?: 'choose' | 'leave'
}): WalkedRows {
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: spare,
    // The rows begin below the head, and one that is brought into sight must not lie under it.
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    initialOffset: startAt,
  })
  const drawn = virtualizer.getVirtualItems()
  const from = drawn[0]?.index ?? 0
  const to = from + drawn.length
  const idOf = (row: number): string => `${id}-${row}`

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const { key, target, currentTarget } = event
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (key === 'Enter') {
      if (target !== currentTarget || chosen < 0) return
      event.preventDefault()
      onOpen(chosen, event.shiftKey)
      return
    }
    const room = (scroller.current?.clientHeight ?? 0) - headHeight
    const wanted = rowOfKey(key, chosen, count, Math.max(1, Math.floor(room / rowHeight) - 1))
    if (wanted === undefined || count === 0) return
    if (endKeys === 'leave' && (key === 'Home' || key === 'End')) return
    event.preventDefault()
    if (target !== currentTarget) currentTarget.focus({ preventScroll: true })
    const row = Math.max(0, Math.min(count - 1, wanted))
    onChoose(row)
    virtualizer.scrollToIndex(row)
  }
  return {
    scroller,
    focus: {
      tabIndex: 0,
      'aria-activedescendant': chosen >= from && chosen < to ? idOf(chosen) : undefined,
      onKeyDown,
    },
    from,
    to,
    idOf,
    scrollTo: (top) => virtualizer.scrollToOffset(top),
  }
}

/** Where a key goes from a row, maybe beyond the ends; undefined for a key that does not walk. */
function rowOfKey(key: string, row: number, count: number, page: number): number | undefined {
  return {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: count - 1,
  }[key]
}
