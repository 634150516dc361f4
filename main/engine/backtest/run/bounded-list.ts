/** A list that takes so many entries and counts the others. */
export class BoundedList<T> {
  readonly #most: number
  readonly entries: T[] = []
  leftOut = 0

  constructor(most: number) {
    this.#most = most
  }

  push(entry: T): void {
    if (this.entries.length < this.#most) this.entries.push(entry)
    else this.leftOut += 1
  }

  /** Pushes an entry that is not made where there is no room for it. */
  pushMade(make: () => T): void {
    if (this.entries.length < this.#most) this.entries.push(make())
    else this.leftOut += 1
  }
}
