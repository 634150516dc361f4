import { type DragEvent, useRef, useState } from 'react'
import { dropPlace } from './reorder.ts'

/** What a row needs to be dragged to another place of its list. */
export interface DraggedRow {
  readonly draggable: true
  readonly onDragStart: (event: DragEvent) => void
  readonly onDragOver: (event: DragEvent) => void
  readonly onDrop: (event: DragEvent) => void
  readonly onDragEnd: () => void
}

export interface DragOrder {
  /** Row that is being dragged. */
  readonly dragged: number | undefined
  /** The space it would be dropped into: the one before this row. */
  readonly dropBefore: number | undefined
  row(index: number): DraggedRow
}

/** What is dragged to where now, and who is told of it. */
interface Dragging {
  dragged: number | undefined
  dropBefore: number | undefined
  onMove: (from: number, to: number) => void
}

/**
 * Reorders rows by dragging; `onMove` is told from which place to which a row was moved. A row has the same handlers
 * at each rendering.
 */
export function useDragOrder(onMove: (from: number, to: number) => void): DragOrder {
  const [dragged, setDragged] = useState<number>()
  const [dropBefore, setDropBefore] = useState<number>()
  const dragging = useRef<Dragging>({ dragged, dropBefore, onMove })
  dragging.current.onMove = onMove
  const rows = useRef(new Map<number, DraggedRow>())
  const show = (from: number | undefined, before: number | undefined): void => {
    dragging.current.dragged = from
    dragging.current.dropBefore = before
    setDragged(from)
    setDropBefore(before)
  }
  const make = (index: number): DraggedRow => ({
    draggable: true,
    onDragStart(event) {
      event.dataTransfer.effectAllowed = 'move'
      show(index, undefined)
    },
    onDragOver(event) {
      const { dragged: from } = dragging.current
      if (from === undefined) return
      event.preventDefault()
      const { top, height } = event.currentTarget.getBoundingClientRect()
      show(from, event.clientY < top + height / 2 ? index : index + 1)
    },
    onDrop(event) {
      event.preventDefault()
      const { dragged: from, dropBefore: before, onMove: move } = dragging.current
      if (from !== undefined && before !== undefined) move(from, dropPlace(from, before))
      show(undefined, undefined)
    },
    onDragEnd: () => show(undefined, undefined),
  })
  const row = (index: number): DraggedRow => {
    const known = rows.current.get(index) ?? make(index)
    rows.current.set(index, known)
    return known
  }
  return { dragged, dropBefore, row }
}

/** Marks where a row is dragged from and where it would be dropped. */
export function dragClasses({ dragged, dropBefore }: DragOrder, index: number): string {
  if (dragged === index) return 'opacity-50'
  if (dropBefore === index) return 'shadow-[0_-2px_0_var(--color-accent)]'
  return dropBefore === index + 1 ? 'shadow-[0_2px_0_var(--color-accent)]' : ''
}
