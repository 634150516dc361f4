/** The list with the entry at `from` moved to where it ends up at `to`; the same list when there is nothing to move. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const target = Math.max(0, Math.min(list.length - 1, to))
  const entry = list[from]
  if (entry === undefined || from === target) return list
  const rest = list.toSpliced(from, 1)
  return rest.toSpliced(target, 0, entry)
}

/** The place an entry of `from` ends up at when it is dropped into the space before entry `before`. */
export function dropPlace(from: number, before: number): number {
  return before > from ? before - 1 : before
}
