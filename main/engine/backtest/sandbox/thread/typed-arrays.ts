const kinds = [Float64Array, Float32Array] as const

/**
 * Arrays of floats for a strategy, by name; the compartments of ses have none. One of more than `mostBytes` is
 * refused, because filling it cannot be interrupted.
 */
export function cappedTypedArrays(mostBytes: number): Readonly<Record<string, object>> {
  return Object.fromEntries(kinds.map((kind) => [kind.name, capped(kind, mostBytes)]))
}

function capped(kind: (typeof kinds)[number], mostBytes: number): object {
  const most = Math.floor(mostBytes / kind.BYTES_PER_ELEMENT)
  return new Proxy(kind, {
    construct(target, given: unknown[], newTarget) {
      const length = lengthAsked(given[0])
      if (length > most) throw new RangeError(`${kind.name} of ${length} numbers: ${most} at most`)
      return Reflect.construct(target, given, newTarget)
    },
  })
}

function lengthAsked(first: unknown): number {
  return Number(typeof first === 'object' && first !== null ? Reflect.get(first, 'length') : first)
}
