import type { Strategy, StrategyParam, StrategyParams } from '#shared/strategy/strategy.ts'

const hooks = ['onStart', 'onBar', 'onFill', 'onSessionStart', 'onSessionEnd'] as const
const known: readonly string[] = ['name', 'params', 'minCoverage', ...hooks]
const longestName = 200
const mostParams = 100
const paramName = /^[A-Za-z_]\w{0,63}$/

/** A definition that is refused; the message says what is wrong and what to do. */
export class DefinitionError extends Error {}

/**
 * A strategy of what a file exports: a frozen copy, each property read once, so that no getter can tell later what
 * it did not tell here. Functions keep the exported object as `this`. Throws a DefinitionError.
 */
export function checkDefinition(value: unknown): Strategy {
  if (!isObject(value))
    throw new DefinitionError('the default export is no strategy: write defineStrategy({ name: … }).')
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === 'string' && /^on[A-Z]/.test(key) && !known.includes(key))
      throw new DefinitionError(`a strategy has no ${key}: its functions are ${hooks.join(', ')}.`)
  }
  const strategy: { -readonly [Key in keyof Strategy]: Strategy[Key] } = { name: readName(value.name) }
  const params = value.params
  if (params !== undefined) strategy.params = readParams(params)
  const minCoverage = value.minCoverage
  if (minCoverage !== undefined) strategy.minCoverage = readNumber('minCoverage', minCoverage, 0, 100)
  let functions = 0
  for (const hook of hooks) {
    const run = value[hook]
    if (run === undefined) continue
    if (typeof run !== 'function') throw new DefinitionError(`${hook} is ${wordOf(run)}: make it a function.`)
    strategy[hook] = Function.prototype.bind.call(run, value)
    functions++
  }
  if (functions === 0)
    throw new DefinitionError(`it does nothing: give it at least one of ${hooks.join(', ')}.`)
  return Object.freeze(strategy)
}

function readName(name: unknown): string {
  if (typeof name !== 'string' || name.trim() === '' || name.length > longestName)
    throw new DefinitionError(`name is ${wordOf(name)}: give it a name of 1 to ${longestName} characters.`)
  return name
}

function readParams(params: unknown): StrategyParams {
  if (!isObject(params))
    throw new DefinitionError(`params is ${wordOf(params)}: write { fast: { default, min, max } }.`)
  const names = Object.keys(params)
  if (names.length > mostParams)
    throw new DefinitionError(`params are ${names.length}: ${mostParams} at most.`)
  return Object.freeze(Object.fromEntries(names.map((name) => [name, readParam(name, params[name])])))
}

function readParam(name: string, param: unknown): StrategyParam {
  if (!paramName.test(name))
    throw new DefinitionError(
      `params has '${name.slice(0, 64)}': a name is letters, digits and _, at most 64.`,
    )
  if (!isObject(param))
    throw new DefinitionError(`params.${name} is ${wordOf(param)}: write { default, min, max }.`)
  const min = readNumber(`params.${name}.min`, param.min)
  const max = readNumber(`params.${name}.max`, param.max, min)
  const given = readNumber(`params.${name}.default`, param.default, min, max)
  const step = param.step
  if (step === undefined) return Object.freeze({ default: given, min, max })
  const distance = readNumber(`params.${name}.step`, step)
  if (distance <= 0) throw new DefinitionError(`params.${name}.step is ${distance}: make it above 0.`)
  return Object.freeze({ default: given, min, max, step: distance })
}

function readNumber(what: string, value: unknown, min = -Infinity, max = Infinity): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new DefinitionError(`${what} is ${wordOf(value)}: give a number.`)
  if (value < min) throw new DefinitionError(`${what} is ${value}, below ${min}: raise it.`)
  if (value > max) throw new DefinitionError(`${what} is ${value}, above ${max}: lower it.`)
  return value
}

function wordOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (typeof value === 'string') return value.trim() === '' ? 'empty' : `a text of ${value.length} characters`
  if (typeof value === 'number') return String(value)
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
