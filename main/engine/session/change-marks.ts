/**
 * Where a series changed other than by growing at its end: since a version, the lowest index touched. Who has the
 * series as of that version cuts it there and takes the rest anew. Holds at most one entry an index.
 */
export class ChangeMarks {
  /** Rising in both: a change below an earlier one makes that one needless. */
  readonly #indices: number[] = []
  readonly #versions: number[] = []
  #version = 0

  /** Goes on with every change. */
  get version(): number {
    return this.#version
  }

  /** Bars from `index` on are others, or gone. */
  note(index: number): void {
    while (this.#indices.length > 0 && (this.#indices.at(-1) as number) >= index) {
      this.#indices.pop()
      this.#versions.pop()
    }
    this.#indices.push(index)
    this.#versions.push(++this.#version)
  }

  /** Lowest index changed after `version`; infinite when nothing was. */
  since(version: number): number {
    if (version === this.#version) return Number.POSITIVE_INFINITY
    const first = this.#versions.findIndex((one) => one > version)
    return first < 0 ? Number.POSITIVE_INFINITY : (this.#indices[first] as number)
  }
}
