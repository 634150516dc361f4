import { Failure } from '../protocol/failure.ts'
import type { StrategyParam } from '../strategy/strategy.ts'
import { nearest } from '../text/nearest.ts'

/** A param of a sweep and the values it takes, rising, each once. */
export interface ParamAxis {
  readonly name: string
  readonly values: readonly number[]
}

/** Most values of one param; a longer list is a slip of the keyboard. */
const mostValues = 10_000
const number = String.raw`-?\d+(?:\.\d+)?`
const rangePattern = new RegExp(`^(${number})\\.\\.(${number})(?::(${number}))?$`)
const numberPattern = new RegExp(`^${number}$`)

/**
 * Reads params of a sweep: `fast=2..20:2,slow=10|20|40,percent=95`. A range includes its end where a step reaches it;
 * its step is 1 unless told. Answers what is wrong, in a few words, where it cannot be read.
 */
export function parseParamAxes(text: string): readonly ParamAxis[] | { readonly problem: string } {
  const axes: ParamAxis[] = []
  for (const part of text.split(',')) {
    const [, name, wanted] = /^(\w+)=(.+)$/.exec(part) ?? []
    if (name === undefined || wanted === undefined)
      return { problem: `"${part}" is not NAME=VALUES, such as fast=2..20:2, fast=5|10|20 or fast=5` }
    if (axes.some((axis) => axis.name === name)) return { problem: `${name} is there twice` }
    const values = valuesOf(wanted)
    if ('problem' in values) return { problem: `${name}: ${values.problem}` }
    axes.push({ name, values: values.values })
  }
  return axes
}

/** Values of one param as `parseParamAxes` reads them: a range, a list, or one number. */
export function valuesOf(
  text: string,
): { readonly values: readonly number[] } | { readonly problem: string } {
  const range = rangePattern.exec(text)
  if (range) return rangeValues(Number(range[1]), Number(range[2]), Number(range[3] ?? 1))
  const parts = text.split('|')
  if (!parts.every((part) => numberPattern.test(part)))
    return { problem: `"${text}" is no range such as 2..20:2, no list such as 5|10|20 and no number` }
  return { values: [...new Set(parts.map(Number))].sort((one, other) => one - other) }
}

function rangeValues(from: number, to: number, step: number) {
  if (!(step > 0)) return { problem: `its step is ${step}; make it above 0` }
  if (to < from) return { problem: `it goes down from ${from} to ${to}; write ${to}..${from}` }
  // A little more than the whole steps: 0.1 + 0.2 is more than 0.3.
  const count = Math.floor((to - from) / step + 1e-9) + 1
  if (count > mostValues)
    return {
      problem: `it has ${count.toLocaleString('en-US')} values; ${mostValues.toLocaleString('en-US')} at most`,
    }
  return { values: Array.from({ length: count }, (_, index) => withoutNoise(from + index * step)) }
}

/** A sum of decimals as it would be written down. */
function withoutNoise(value: number): number {
  return Number(value.toPrecision(12))
}

/** What a strategy says of its params. */
interface DeclaredParams {
  readonly name: string
  readonly params?:
    | Readonly<Record<string, Omit<StrategyParam, 'step'> & { readonly step?: number | undefined }>>
    | undefined
}

/**
 * The axes of all params of a strategy, in the order it declares them; those that are not given stay at their
 * defaults. Throws a Failure with code 'usage' for a param that it has not, and for a value outside its range.
 */
export function completeAxes(
  { name: strategy, params = {} }: DeclaredParams,
  given: readonly ParamAxis[],
): readonly ParamAxis[] {
  const names = Object.keys(params)
  for (const { name } of given) {
    if (Object.hasOwn(params, name)) continue
    const [close] = nearest(name, names, 1)
    const hint = close ? `did you mean ${close}?` : `it has ${names.join(', ') || 'none'}`
    throw new Failure('usage', `${strategy} has no param ${name}; ${hint}`)
  }
  return Object.entries(params).map(([name, { default: usual, min, max, step = 1 }]) => {
    const values = given.find((axis) => axis.name === name)?.values ?? [usual]
    const isWhole = Number.isInteger(step) && Number.isInteger(min)
    const wrong = values.find((value) => value < min || value > max || (isWhole && !Number.isInteger(value)))
    if (wrong !== undefined)
      throw new Failure(
        'usage',
        `${strategy}: ${name} is ${wrong}; it is a ${isWhole ? 'whole number' : 'number'} from ${min} to ${max}`,
      )
    return { name, values }
  })
}

/** How many cells a grid has: one for each combination of values. */
export function cellCount(axes: readonly ParamAxis[]): number {
  return axes.reduce((count, { values }) => count * values.length, 1)
}

/**
 * Which value of each axis a cell has. Cells are counted from 0 on, the last axis the fastest: the order never
 * depends on who computes them.
 */
export function cellPlace(axes: readonly ParamAxis[], cell: number): readonly number[] {
  const place = new Array<number>(axes.length).fill(0)
  let rest = cell
  for (let axis = axes.length - 1; axis >= 0; axis -= 1) {
    const { length } = axes[axis]?.values ?? []
    place[axis] = rest % length
    rest = Math.floor(rest / length)
  }
  return place
}

/** The cell at a place, the other way round. */
export function cellAt(axes: readonly ParamAxis[], place: readonly number[]): number {
  return axes.reduce((cell, { values }, axis) => cell * values.length + (place[axis] ?? 0), 0)
}

/** The params of a cell, by name. */
export function cellParams(axes: readonly ParamAxis[], cell: number): Readonly<Record<string, number>> {
  const place = cellPlace(axes, cell)
  return Object.fromEntries(axes.map(({ name, values }, axis) => [name, values[place[axis] ?? 0] ?? 0]))
}

/** Cells that differ from one by at most one step on every axis, itself not among them. */
export function neighboursOf(axes: readonly ParamAxis[], cell: number): readonly number[] {
  let places: readonly (readonly number[])[] = [[]]
  for (const [axis, at] of cellPlace(axes, cell).entries()) {
    const { length } = axes[axis]?.values ?? []
    const steps = [at - 1, at, at + 1].filter((step) => step >= 0 && step < length)
    places = places.flatMap((place) => steps.map((step) => [...place, step]))
  }
  return places.map((place) => cellAt(axes, place)).filter((other) => other !== cell)
}
