import { Failure } from '#shared/protocol/failure.ts'
import type { Strategy } from '#shared/strategy/strategy.ts'
import { nearest } from '#shared/text/nearest.ts'

/** All params of a strategy, those not given at their defaults. Throws a Failure with code 'usage' for what it has not. */
export function completeStrategyParams(
  { name, params = {} }: Pick<Strategy, 'name' | 'params'>,
  given: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(params, key)) continue
    const names = Object.keys(params)
    const [close] = nearest(key, names, 1)
    const hint = close ? `did you mean ${close}?` : `it has ${names.join(', ') || 'none'}`
    throw new Failure('usage', `${name} has no param ${key}; ${hint}`)
  }
  return Object.fromEntries(
    Object.entries(params).map(([key, { default: usual, min, max, step = 1 }]) => {
      const value = given[key] ?? usual
      const isWhole = Number.isInteger(step) && Number.isInteger(min)
      if (!(value >= min && value <= max) || (isWhole && !Number.isInteger(value)))
        throw new Failure(
          'usage',
          `${name}: ${key} is ${value}; it is a ${isWhole ? 'whole number' : 'number'} from ${min} to ${max}`,
        )
      return [key, value]
    }),
  )
}
