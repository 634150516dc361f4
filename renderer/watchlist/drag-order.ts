import { type DragEvent, useState } from 'react'
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

/** Reorders rows by dragging; `onMove` is told from which place to which a row was moved. */
export function useDragOrder(onMove: (from: number, to: number) => void): DragOrder {
  const [dragged, setDragged] = useState<number>()
  const [dropBefore, setDropBefore] = useState<number>()
  const end = (): void => {
    setDragged(undefined)
    setDropBefore(undefined)
  }
  return {
    dragged,
    dropBefore,
    row: (index) => ({
      draggable: true,
      onDragStart(event) {
        event.dataTransfer.effectAllowed = 'move'
        setDragged(index)
      },
      onDragOver(event) {
        if (dragged === undefined) return
        event.preventDefault()
        const { top, height } = event.currentTarget.getBoundingClientRect()
        setDropBefore(event.clientY < top + height / 2 ? index : index + 1)
      },
      onDrop(event) {
        event.preventDefault()
        if (dragged !== undefined && dropBefore !== undefined) onMove(dragged, dropPlace(dragged, dropBefore))
        end()
      },
      onDragEnd: end,
    }),
  }
}

/** Marks where a row is dragged from and where it would be dropped. */
export function dragClasses({ dragged, dropBefore }: DragOrder, index: number): string {
  if (dragged === index) return 'opacity-50'
  if (dropBefore === index) return 'shadow-[0_-2px_0_var(--color-accent)]'
  return dropBefore === index + 1 ? 'shadow-[0_2px_0_var(--color-accent)]' : ''
}
