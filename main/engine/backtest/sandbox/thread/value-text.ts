import { types } from 'node:util'

const mostEntries = 20
const mostDepth = 4
const mostCharacters = 1000
const longestInside = 100
const greatestBigInt = 2n ** 128n

const { getPrototypeOf, getOwnPropertyDescriptor, ownKeys, apply } = Reflect
const lengthOfTyped = getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype) as object, 'length')?.get
const timeOf = Date.prototype.getTime
const errors = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError]

/**
 * What `console.log(...values)` writes: texts as they are, everything else briefly, much like JSON. It runs nothing of
 * the strategy: no getter, no trap of a proxy, no toString. Getters of `readable`, prototypes of the engine's own
 * objects such as bars, are read. Text beyond about 1000 characters is not made.
 */
export function valuesText(values: readonly unknown[], readable: readonly object[] = []): string {
  let text = ''
  for (const [place, value] of values.entries()) {
    if (text.length >= mostCharacters) return `${text} …`
    text += `${place > 0 ? ' ' : ''}${typeof value === 'string' ? value : textOf(value, { readable, above: [], room: mostCharacters - text.length })}`
  }
  return text
}

interface Place {
  readonly readable: readonly object[]
  /** The objects that this one is within. */
  readonly above: readonly object[]
  /** Characters that are left. */
  readonly room: number
}

function textOf(value: unknown, place: Place): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > longestInside ? `${value.slice(0, longestInside)}…` : value)
    case 'bigint':
      return value > -greatestBigInt && value < greatestBigInt ? `${value}n` : '(bigint)'
    case 'symbol':
      return '(symbol)'
    case 'function':
      return '(function)'
    case 'object':
      return value === null ? 'null' : objectText(value, place)
    default:
      return String(value)
  }
}

function objectText(value: object, place: Place): string {
  // Anything asked of a proxy is answered by the strategy.
  if (types.isProxy(value)) return '(proxy)'
  if (place.above.includes(value)) return '(cyclic)'
  if (types.isNativeError(value)) return errorText(value)
  if (types.isDate(value)) return dateText(apply(timeOf, value, []))
  if (place.above.length >= mostDepth) return '…'
  const inside = { ...place, above: [...place.above, value] }
  if (types.isTypedArray(value)) return listText(value, Number(lengthOfTyped?.call(value)), inside)
  if (Array.isArray(value)) return listText(value, value.length, inside)
  if (types.isMap(value)) return `Map(${sizeOf(Map.prototype, value)})`
  if (types.isSet(value)) return `Set(${sizeOf(Set.prototype, value)})`
  return recordText(value, inside)
}

function listText(list: object, length: number, place: Place): string {
  return joined('[', ']', Math.min(length, mostEntries), length, place, (entry, left) =>
    memberText(getOwnPropertyDescriptor(list, String(entry)), left),
  )
}

function recordText(value: object, place: Place): string {
  const read = readByEngine(value, place.readable)
  const names = [...ownKeys(value), ...read.keys()].filter((name) => typeof name === 'string')
  return joined('{', '}', Math.min(names.length, mostEntries), names.length, place, (entry, left) => {
    const name = names[entry] ?? ''
    const text = read.has(name)
      ? textOf(read.get(name), left)
      : memberText(getOwnPropertyDescriptor(value, name), left)
    return `${textOf(name, left)}:${text}`
  })
}

/** What the getters of an object of the engine's give; of any other object nothing. */
function readByEngine(value: object, readable: readonly object[]): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>()
  const prototype = getPrototypeOf(value)
  if (!prototype || !readable.includes(prototype)) return found
  for (const name of ownKeys(prototype)) {
    const get = typeof name === 'string' ? getOwnPropertyDescriptor(prototype, name)?.get : undefined
    if (typeof name !== 'string' || !get) continue
    try {
      found.set(name, apply(get, value, []))
    } catch {
      // Made by the strategy in the likeness of such an object.
      return new Map()
    }
  }
  return found
}

function joined(
  open: string,
  close: string,
  shown: number,
  all: number,
  place: Place,
  entryText: (entry: number, place: Place) => string,
): string {
  let text = open
  for (let entry = 0; entry < shown; entry += 1) {
    const room = place.room - text.length
    if (room <= 0) return `${text}…${close}`
    text += `${entry > 0 ? ',' : ''}${entryText(entry, { ...place, room })}`
  }
  return `${text}${all > shown ? `,… ${all - shown} more` : ''}${close}`
}

function memberText(member: PropertyDescriptor | undefined, place: Place): string {
  if (!member) return 'undefined'
  return 'value' in member ? textOf(member.value, place) : '(getter)'
}

/** Its name and message, where these are plain texts. */
function errorText(error: object): string {
  const message = plainText(error, 'message')
  return `${plainText(error, 'name') ?? kindOf(error)}${message ? `: ${message}` : ''}`
}

/** The names of errors of the language are getters once it is frozen. */
function kindOf(error: object): string {
  const prototype = getPrototypeOf(error)
  return errors.find((kind) => kind.prototype === prototype)?.name ?? 'Error'
}

/** A text of an object or of what it inherits from, read without running anything. */
function plainText(value: object, name: string): string | undefined {
  let owner: object | null = value
  for (let step = 0; owner && step < 10 && !types.isProxy(owner); step += 1) {
    const found: unknown = getOwnPropertyDescriptor(owner, name)?.value
    if (typeof found === 'string') return found.slice(0, mostCharacters)
    owner = getPrototypeOf(owner)
  }
  return undefined
}

function dateText(time: number): string {
  return Number.isNaN(time) ? '(no date)' : new Date(time).toISOString()
}

function sizeOf(prototype: object, value: object): number {
  const get = getOwnPropertyDescriptor(prototype, 'size')?.get
  return get ? Number(apply(get, value, [])) : 0
}
