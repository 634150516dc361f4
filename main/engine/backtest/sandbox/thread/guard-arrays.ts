/**
 * Functions that walk over `length` places without a moment at which a thread could be ended: over an array of a
 * thousand million places they go on for minutes, or take down the whole process.
 */
const walking = [
  'concat',
  'copyWithin',
  'every',
  'fill',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'flat',
  'flatMap',
  'forEach',
  'includes',
  'indexOf',
  'join',
  'lastIndexOf',
  'map',
  'reduce',
  'reduceRight',
  'reverse',
  'shift',
  'slice',
  'some',
  'sort',
  'splice',
  'toReversed',
  'toSorted',
  'toSpliced',
  'unshift',
  'with',
] as const

/** Makes these functions of every array of this thread refuse more places than `most`, with a RangeError. */
export function guardArrays(most: number): void {
  for (const name of walking) guard(Array.prototype, name, most, (self) => self)
  guard(Array, 'from', most, (_self, [items]) => items)
  guard(String.prototype, 'split', most, (self) => self)
}

function guard(
  owner: object,
  name: string,
  most: number,
  walked: (self: unknown, given: readonly unknown[]) => unknown,
): void {
  const native: unknown = Reflect.get(owner, name)
  if (typeof native !== 'function') return
  const { [name]: value } = {
    [name](this: unknown, ...given: unknown[]): unknown {
      const over = walked(this, given)
      const length =
        typeof over === 'string' || (typeof over === 'object' && over !== null) ? lengthOf(over) : 0
      if (length > most) throw new RangeError(`${name} over ${length} places: ${most} at most`)
      return Reflect.apply(native, this, given)
    },
  }
  Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: false })
}

function lengthOf(value: object | string): number {
  return Number(Reflect.get(Object(value), 'length'))
}
