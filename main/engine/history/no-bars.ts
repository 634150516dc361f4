import { allocateColumns } from '#shared/bars/columns.ts'
import type { BarSource } from './bar-source.ts'

const columns = allocateColumns(0)

/** The current session before it has a bar, or where nothing is played. */
export const noBars: BarSource = {
  columns: () => columns,
  count: () => 0,
  known: () => 0,
  takeChangedFrom: () => 0,
  sessionStarts: () => [],
}
