import type { KeyboardEvent } from 'react'

/** Where the focus is in the board; row -1 is its head. */
export interface Place {
  readonly row: number
  readonly column: number
}

/**
 * The place that a key leads to from another: arrows by one, Home and End to the ends of the row, Page Up and Page
 * Down by ten rows, with Ctrl Home and End to the first and the last cell. Undefined for every other key.
 */
export function placeAfterKey(
  { row, column }: Place,
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Place | undefined {
  const [lastRow, lastColumn] = [rows - 1, columns - 1]
  const within = (place: Place): Place => ({
    row: Math.max(-1, Math.min(lastRow, place.row)),
    column: Math.max(0, Math.min(lastColumn, place.column)),
  })
  switch (key) {
    case 'ArrowLeft':
      return within({ row, column: column - 1 })
    case 'ArrowRight':
      return within({ row, column: column + 1 })
    case 'ArrowUp':
      return within({ row: row - 1, column })
    case 'ArrowDown':
      return within({ row: row + 1, column })
    case 'PageUp':
      return within({ row: Math.max(0, row - 10), column })
    case 'PageDown':
      return within({ row: row + 10, column })
    case 'Home':
      return ctrlKey ? { row: 0, column: 0 } : { row, column: 0 }
    case 'End':
      return ctrlKey ? { row: lastRow, column: lastColumn } : { row, column: lastColumn }
    default:
      return undefined
  }
}
