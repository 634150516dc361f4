/** A repeatable source of random numbers: the same key gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number
  /** Whole number from `from` to `to`, both included. */
  integer(from: number, to: number): number
  /** Normal with mean 0 and deviation 1. */
  normal(): number
}

/** Random numbers for a key; different keys give independent numbers (xoshiro128**, seeded by splitmix32). */
export function randomOf(...key: readonly (string | number)[]): Random {
  let state = hash(key.join('\u0000'))
  function seedWord(): number {
    state = (state + 0x9e3779b9) | 0
    let word = state
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
    return word ^ (word >>> 16)
  }
  let a = seedWord()
  let b = seedWord()
  let c = seedWord()
  let d = seedWord()
  let spare: number | undefined

  function uniform(): number {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    return result / 0x1_0000_0000
  }

  function normal(): number {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  return {
    uniform,
    normal,
    integer: (from, to) => from + Math.floor(uniform() * (to - from + 1)),
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** FNV-1a over UTF-16 units: spreads neighbouring keys such as two dates over the whole range. */
function hash(text: string): number {
  let word = 0x811c9dc5
  for (let i = 0; i < text.length; i++) word = Math.imul(word ^ text.charCodeAt(i), 0x01000193)
  return word
}
