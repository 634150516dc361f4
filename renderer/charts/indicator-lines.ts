import type { IndicatorLines } from '#shared/protocol/chart-calls.ts'

/** The values of one chart's indicators, kept beside its bars: entry i of a line is that of bar i. */
export class LineCache {
  readonly #lines = new Map<number, Float64Array[]>()

  /** The lines of an indicator, an entry an output, with room to spare; undefined until the first came. */
  lines(id: number): readonly Float64Array[] | undefined {
    return this.#lines.get(id)
  }

  /** Cuts every line at bar `from` and appends. */
  apply(from: number, added: readonly IndicatorLines[]): void {
    for (const { id, lines } of added) {
      const had = this.#lines.get(id)
      this.#lines.set(
        id,
        lines.map((line, output) => appended(had?.[output] ?? new Float64Array(0), from, line)),
      )
    }
  }

  clear(): void {
    this.#lines.clear()
  }
}

function appended(line: Float64Array, from: number, added: Float64Array): Float64Array {
  const length = from + added.length
  const target = length <= line.length ? line : new Float64Array(Math.max(length, 2 * line.length))
  if (target !== line) target.set(line.subarray(0, from))
  target.set(added, from)
  return target
}
