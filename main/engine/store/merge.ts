import { allocateColumns, at, type BarColumns, lowerBound, setColumns } from '#shared/bars/columns.ts'
import { corrected, mergeOrigin } from '#shared/bars/state.ts'
import type { BlockBars } from './codec/block.ts'

const valueNames = ['open', 'high', 'low', 'close', 'volume'] as const

/** A bar of which another version came: where it lies in what was stored and in what came. */
export interface RevisedBar {
  readonly stored: number
  readonly incoming: number
}

export interface Merged {
  readonly bars: BlockBars
  readonly added: number
  readonly unchanged: number
  readonly revised: readonly RevisedBar[]
}

/** Number of bars of a block. */
export function barCount({ sides }: BlockBars): number {
  return barStarts(sides).length
}

/** Bar starts, which are the same on each side. */
export function barStarts(sides: readonly BarColumns[]): Float64Array {
  const [first] = sides
  if (!first) throw new RangeError('Bars without a side')
  return first.start
}

/**
 * Stored bars with those that came, by start: what came wins, and is marked as corrected where the values are not
 * the very same doubles. Both are sorted by start.
 */
export function mergeBars(stored: BlockBars, incoming: BlockBars): Merged {
  const picks: number[] = []
  const revised: RevisedBar[] = []
  const revisedAt: number[] = []
  const storedStarts = barStarts(stored.sides)
  const incomingStarts = barStarts(incoming.sides)
  let unchanged = 0
  let i = 0
  let j = 0
  while (i < storedStarts.length || j < incomingStarts.length) {
    const older = i < storedStarts.length ? at(storedStarts, i) : Number.POSITIVE_INFINITY
    const newer = j < incomingStarts.length ? at(incomingStarts, j) : Number.POSITIVE_INFINITY
    if (older < newer) picks.push(i++)
    else if (newer < older) picks.push(fromIncoming(j++))
    else {
      if (sameValues(stored.sides, i, incoming.sides, j)) {
        unchanged++
        picks.push(i)
      } else {
        revised.push({ stored: i, incoming: j })
        revisedAt.push(picks.length)
        picks.push(fromIncoming(j))
      }
      i++
      j++
    }
  }
  const bars = pickOfBoth(stored, incoming, picks)
  for (const { state } of bars.sides)
    for (const index of revisedAt) state[index] = mergeOrigin(at(state, index), corrected)
  return { bars, added: picks.length - storedStarts.length, unchanged, revised }
}

/** A pick is an index into the stored bars, or this of one into what came. */
function fromIncoming(index: number): number {
  return -1 - index
}

function sameValues(
  stored: readonly BarColumns[],
  i: number,
  incoming: readonly BarColumns[],
  j: number,
): boolean {
  return stored.every((side, index) => {
    const other = incoming[index]
    return other && valueNames.every((name) => Object.is(at(side[name], i), at(other[name], j)))
  })
}

/** Bars by what the store has at their start: where it has none, and how many are the very same or others. */
export interface SplitBars {
  /** Indices of bars whose start is not stored. */
  readonly absent: readonly number[]
  readonly same: number
  readonly differing: number
}

/** Tells bars of minutes that are not stored from the others. Both are sorted by start. */
export function splitByStart(stored: BlockBars, incoming: BlockBars): SplitBars {
  const starts = barStarts(stored.sides)
  const absent: number[] = []
  let [same, differing] = [0, 0]
  for (const [index, start] of barStarts(incoming.sides).entries()) {
    const place = lowerBound(starts, start)
    if (starts[place] !== start) absent.push(index)
    else if (sameValues(stored.sides, place, incoming.sides, index)) same++
    else differing++
  }
  return { absent, same, differing }
}

/** The bars at these indices, which rise. */
export function pickBars(bars: BlockBars, indices: readonly number[]): BlockBars {
  return pickOfBoth(bars, bars, indices)
}

function pickOfBoth(stored: BlockBars, incoming: BlockBars, picks: readonly number[]): BlockBars {
  const sides = stored.sides.map((side, index) => {
    const other = incoming.sides[index]
    return other ? pickColumns(side, other, picks) : side
  })
  if (!stored.days || !incoming.days) return { sides, days: undefined }
  return { sides, days: pickColumn(stored.days, incoming.days, picks, new Float64Array(picks.length)) }
}

function pickColumns(stored: BarColumns, incoming: BarColumns, picks: readonly number[]): BarColumns {
  const columns = allocateColumns(picks.length)
  for (const name of ['start', ...valueNames] as const)
    pickColumn(stored[name], incoming[name], picks, columns[name])
  pickColumn(stored.state, incoming.state, picks, columns.state)
  return columns
}

function pickColumn<T extends Float64Array | Uint8Array>(
  stored: T,
  incoming: T,
  picks: readonly number[],
  target: T,
): T {
  for (let index = 0; index < picks.length; index++) {
    const pick = picks[index] as number
    target[index] = pick >= 0 ? at(stored, pick) : at(incoming, fromIncoming(pick))
  }
  return target
}

/** Bars one after the other; undefined when they do not rise from each part to the next. */
export function joinBars(parts: readonly BlockBars[]): BlockBars | undefined {
  const [first] = parts
  if (!first || parts.length === 1) return first
  let last = Number.NEGATIVE_INFINITY
  for (const { sides } of parts) {
    const start = barStarts(sides)
    if (at(start, 0) <= last) return undefined
    last = at(start, start.length - 1)
  }
  const total = parts.reduce((sum, part) => sum + barCount(part), 0)
  const sides = first.sides.map(() => allocateColumns(total))
  const days = new Float64Array(total)
  let offset = 0
  for (const part of parts) {
    for (const [index, side] of part.sides.entries()) setColumns(sides[index] as BarColumns, side, offset)
    if (part.days) days.set(part.days, offset)
    offset += barCount(part)
  }
  return { sides, days: first.days && days }
}
