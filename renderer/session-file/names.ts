/** Names with commas between them, at most so many: "SPY, IBM and 28 more". */
export function namesOf(names: readonly string[], most: number): string {
  // One more name takes no more room than the words that stand for it.
  if (names.length <= most + 1) return names.join(', ')
  return `${names.slice(0, most).join(', ')} and ${(names.length - most).toLocaleString('en-US')} more`
}
