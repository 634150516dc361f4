import type { WatchlistState } from '#shared/protocol/watchlist-calls.ts'

const longestName = 80

/** A name for a new list: the wanted one, cut to its length, with a number where there is one of that name. */
export function freeName(wanted: string, lists: readonly Pick<WatchlistState, 'name'>[]): string {
  const taken = new Set(lists.map(({ name }) => name))
  const base = wanted.trim() || 'Watchlist'
  const numbered = (number: number): string => {
    const end = number === 1 ? '' : ` ${number}`
    return `${base.slice(0, longestName - end.length).trim()}${end}`
  }
  let number = 1
  while (taken.has(numbered(number))) number += 1
  return numbered(number)
}
