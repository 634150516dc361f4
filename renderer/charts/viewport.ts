/** The visible part of a time scale in places of bars: `to` may lie right of the last bar. */
export interface Viewport {
  readonly from: number
  readonly to: number
}

/** Places kept free right of the newest bar. */
export const rightRoom = 6

/** Whether the newest place is in sight, so that the view goes with it. */
export function follows(view: Viewport, last: number): boolean {
  return last <= view.to + 0.5 && last >= view.from
}

/**
 * Where the right edge belongs after the bars changed. A view that follows moves only when the newest place
 * would leave it: forward just as far as needed, and after a jump back so that the newest place is in sight
 * again, with room to play into. So nothing moves on a step back. A view that was scrolled away stays.
 */
export function rightEdge(view: Viewport, following: boolean, last: number): number {
  if (!following) return view.to
  if (last > view.to - rightRoom) return last + rightRoom
  const width = view.to - view.from
  if (last < view.from + Math.min(rightRoom, width / 4)) return last + Math.max(rightRoom, width / 3)
  return view.to
}

/**
 * The right edge of a view that is shown for the first time: the newest place with some room, and in a session
 * that has still to play up to a third of the view for it to grow into. Few places begin at the left.
 */
export function firstRightEdge(last: number, width: number, remaining: number): number {
  return Math.max(last + Math.max(rightRoom, Math.min(remaining, width / 3)), width - rightRoom - 2)
}

/** Least and greatest width of a bar, in pixels. */
export const barSpacings = { least: 0.5, greatest: 48 }

/**
 * Width of a bar in pixels and right edge with which the places from `first` to `last` fill a view `width` pixels
 * wide. Beside them it has the room that a view that follows keeps, so that playing all of them moves nothing.
 */
export function fittedView(
  first: number,
  last: number,
  width: number,
): { readonly spacing: number; readonly edge: number } {
  const edge = last + rightRoom
  // Before the first bar of a session the newest place is the last one of the session before.
  const from = first - 2 - rightRoom
  const spacing = width / (edge - from)
  return { spacing: Math.max(barSpacings.least, Math.min(barSpacings.greatest, spacing)), edge }
}
