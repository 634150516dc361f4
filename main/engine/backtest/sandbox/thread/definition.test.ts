import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDefinition, DefinitionError } from './definition.ts'

const onBar = (): void => {}
const param = { default: 10, min: 2, max: 100 }

function refusal(definition: unknown): string {
  try {
    checkDefinition(definition)
  } catch (error) {
    if (error instanceof DefinitionError) return error.message
    throw error
  }
  return 'taken'
}

describe('the definition of a strategy', () => {
  test('is taken as it is, frozen, with its functions bound to it', () => {
    const definition = {
      name: 'Two averages',
      params: { fast: param, slow: { ...param, step: 0.5 } },
      minCoverage: 95.5,
      bars: 0,
      onBar() {
        this.bars++
      },
    }
    const strategy = checkDefinition(definition)
    strategy.onBar?.(undefined as never, undefined as never)
    expect(definition.bars).toBe(1)
    expect(strategy).toMatchObject({ name: 'Two averages', params: definition.params, minCoverage: 95.5 })
    expect(Object.isFrozen(strategy)).toBe(true)
    expect(Object.isFrozen(strategy.params?.fast)).toBe(true)
    expect(strategy.onStart).toBeUndefined()
  })

  test.each([
    [undefined, 'the default export is no strategy'],
    [() => {}, 'the default export is no strategy'],
    [{ onBar }, 'name is missing: give it a name of 1 to 200 characters.'],
    [{ name: ' ', onBar }, 'name is empty'],
    [{ name: 'x'.repeat(201), onBar }, 'name is a text of 201 characters'],
    [{ name: 'A' }, 'it does nothing: give it at least one of onStart, onBar'],
    [{ name: 'A', onBar: 1 }, 'onBar is 1: make it a function.'],
    [{ name: 'A', onBar: [] }, 'onBar is a list'],
    [{ name: 'A', onTick: onBar }, 'a strategy has no onTick: its functions are onStart, onBar'],
    [{ name: 'A', onBar, minCoverage: 101 }, 'minCoverage is 101, above 100: lower it.'],
    [{ name: 'A', onBar, params: 1 }, 'params is 1: write { fast: { default, min, max } }.'],
    [{ name: 'A', onBar, params: { fast: 10 } }, 'params.fast is 10: write { default, min, max }.'],
    [{ name: 'A', onBar, params: { fast: null } }, 'params.fast is null'],
    [{ name: 'A', onBar, params: { 'a,b': param } }, "params has 'a,b': a name is letters, digits and _"],
    [
      { name: 'A', onBar, params: { fast: { ...param, default: 1 } } },
      'params.fast.default is 1, below 2: raise it.',
    ],
    [
      { name: 'A', onBar, params: { fast: { ...param, max: 1 } } },
      'params.fast.max is 1, below 2: raise it.',
    ],
    [
      { name: 'A', onBar, params: { fast: { ...param, min: Number.NaN } } },
      'params.fast.min is NaN: give a number.',
    ],
    [
      { name: 'A', onBar, params: { fast: { ...param, min: '2' } } },
      'params.fast.min is a text of 1 characters',
    ],
    [
      { name: 'A', onBar, params: { fast: { ...param, step: 0 } } },
      'params.fast.step is 0: make it above 0.',
    ],
    [
      {
        name: 'A',
        onBar,
        params: Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`p${at}`, param])),
      },
      'params are 101: 100 at most.',
    ],
  ])('%j is refused', (definition, message) => {
    expect(refusal(definition)).toContain(message)
  })

  test('each property is read once, whatever a getter says the second time', () => {
    const asked: string[] = []
    const definition = new Proxy(
      { name: 'A', params: { fast: param }, minCoverage: 1, onBar },
      {
        get(target, key) {
          asked.push(String(key))
          return Reflect.get(target, key)
        },
      },
    )
    checkDefinition(definition)
    expect(asked.sort()).toEqual([...new Set(asked)].sort())
  })

  test('whatever is exported is taken or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (name, params, run) => {
        expect(typeof refusal({ name, params, onBar: run })).toBe('string')
        expect(typeof refusal(name)).toBe('string')
      }),
    )
  })
})
