/** Prepares a statement when it is first asked for: most connections need few of them. */
export function lazily<T>(prepare: () => T): () => T {
  let prepared: T | undefined
  return () => {
    prepared ??= prepare()
    return prepared
  }
}
