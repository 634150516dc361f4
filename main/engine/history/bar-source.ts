import type { BarColumns } from '#shared/bars/columns.ts'

/**
 * Bars of one symbol and interval that grow, change and are taken back, as one reader sees them. They are entries
 * 0 to count() of the columns; an index names the same bar until `takeChangedFrom` answers one at or below it. The
 * reader asks that first: the other answers may be as old as its last one.
 */
export interface BarSource {
  /** Columns of at least `count()` bars, good until the next write. */
  columns(): BarColumns
  count(): number
  /**
   * How many bars the columns hold already, `count()` or more: those from `count()` on are final but not visible
   * yet. A reader may compute with them ahead, and shows nothing of them before they count.
   */
  known(): number
  /**
   * The lowest index at which a bar was changed, became known or was cut off since this was asked last; `known()` or
   * more when none was. What is handed out is forgotten, so that a source has one reader.
   */
  takeChangedFrom(): number
  /** Indexes at which a session begins, in order. */
  sessionStarts(): readonly number[]
}
