/** Lines that a strategy logs: the first ones are kept, those beyond the limits are counted. */
export class LogLines {
  readonly #most: number
  readonly #longest: number
  readonly #lines: string[] = []
  #leftOut = 0

  constructor(most = 10_000, longest = 1000) {
    this.#most = most
    this.#longest = longest
  }

  write(line: string): void {
    if (this.#lines.length < this.#most) this.#lines.push(line.slice(0, this.#longest))
    else this.#leftOut++
  }

  get lines(): readonly string[] {
    return this.#lines
  }

  get leftOut(): number {
    return this.#leftOut
  }
}

/** What `console.log(...values)` writes: texts as they are, everything else as JSON where it can be. */
export function logText(values: readonly unknown[]): string {
  return values.map(valueText).join(' ')
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value
  try {
    return (typeof value === 'object' && JSON.stringify(value)) || String(value)
  } catch {
    return `(${typeof value})`
  }
}
