import { describe, expect, test } from 'vitest'
import type { LanguageAnswers, Question } from './language.ts'
import { LanguageService } from './language-service.ts'

const service = new LanguageService()

function ask<A extends keyof LanguageAnswers>(
  ask: A,
  text: string,
  more: { isScript?: boolean; name?: string; source?: string } = {},
): LanguageAnswers[A] {
  // The mark | is the place that is asked about.
  const at = text.indexOf('|')
  const question = { ask, text: text.replace('|', ''), at, isScript: false, ...more } as unknown as Question
  return service.answer(question) as LanguageAnswers[A]
}

const sound = `import { defineStrategy } from 'tapedeck'

export default defineStrategy({
  name: 'Above its average',
  params: { period: { default: 20, min: 2, max: 200 } },
  onBar(ctx, { symbol, close }) {
    const average = ctx.indicator(symbol, 'sma', { period: ctx.params.period }).value()
    if (average === undefined) return
    console.log(Math.abs(close - average), [1, 2].at(-1))
    if (close > average) ctx.target({ symbol, percent: 90 })
  },
})
`

function faultsOf(text: string, isScript = false): readonly [string, string][] {
  return ask('faults', text, { isScript }).map(({ from, to, message }) => [text.slice(from, to), message])
}

describe('faults', () => {
  test('there are none in a sound strategy', () => {
    expect(faultsOf(sound)).toEqual([])
    expect(faultsOf('')).toEqual([])
  })

  test('of types lie where they are', () => {
    expect(faultsOf(sound.replace('params.period', 'params.perod'))).toEqual([
      ['perod', expect.stringContaining("Did you mean 'period'?")],
    ])
    expect(faultsOf(sound.replace('percent: 90', "percent: 'much'"))).toEqual([
      ['percent', expect.stringContaining("'string' is not assignable to type 'number'")],
    ])
  })

  test('of what a run refuses are told before it: no window, no more than types, no type without saying so', () => {
    const named = (text: string): readonly string[] => faultsOf(`${text}\nexport {}`).map(([name]) => name)
    expect(named('setTimeout(() => {}, 1)')).toEqual(['setTimeout'])
    expect(named('document; fetch; process')).toEqual(['document', 'fetch', 'process'])
    expect(named('enum Side { Long }')).toEqual(['Side'])
    expect(named("import { StrategyBar } from 'tapedeck'\nlet bar: StrategyBar | undefined")).toContain(
      'StrategyBar',
    )
    expect(named("import 'node:fs'; import { readFileSync } from 'node:fs'")).toContain("'node:fs'")
  })

  test('of a script are those of its syntax', () => {
    expect(faultsOf(sound, true)).toEqual([])
    expect(faultsOf('const a = (', true)).not.toEqual([])
  })
})

describe('suggestions', () => {
  test('are what stands there, and what begins a name that is imported then', () => {
    const found = ask('suggestions', sound.replace('ctx.target', 'ctx.ta|rget'))
    const names = found?.names.map(({ name }) => name) ?? []
    expect(names).toEqual(
      expect.arrayContaining(['bars', 'equity', 'indicator', 'order', 'position', 'target']),
    )
    expect(sound.slice(found?.from)).toMatch(/^target/)
    const start = ask('suggestions', 'defineS|')
    expect(start?.from).toBe(0)
    expect(start?.names.find(({ name }) => name === 'defineStrategy')).toMatchObject({
      kind: 'function',
      source: 'tapedeck',
    })
    const facts = ask('name', 'defineS|', { name: 'defineStrategy', source: 'tapedeck' })
    expect(facts?.changes).toEqual([
      { from: 0, to: 0, insert: expect.stringMatching(/^import \{ defineStrategy \} from ["']tapedeck["']/) },
    ])
    expect(facts?.docs).toBe('Says what a strategy is; gives it back as it is.')
  })

  test('know the words that may stand in a text', () => {
    const text =
      "import { defineStrategy } from 'tapedeck'\nexport default defineStrategy({ name: 'a', onBar(ctx) { ctx.order({ symbol: 'A', side: '|' }) } })"
    expect(ask('suggestions', text)?.names.map(({ name }) => name)).toEqual(['buy', 'sell'])
  })

  test('have docs', () => {
    const text = sound.replace('ctx.target', 'ctx.ta|rget')
    expect(ask('name', text, { name: 'equity' })).toMatchObject({
      signature: 'equity: number',
      docs: 'Cash and what positions are worth at the last prices.',
    })
    expect(ask('name', text, { name: 'nothing' })).toBeUndefined()
  })
})

test('a name tells its type and docs, a call the parameter that is written', () => {
  const hover = ask('hover', sound.replace('ctx.indicator', 'ctx.indi|cator'))
  expect(sound.slice(hover?.from, hover?.to)).toBe('indicator')
  expect(hover?.docs).toContain('An indicator over these bars')
  expect(ask('hover', `|  ${sound}`)).toBeUndefined()
  const call = ask('call', sound.replace("'sma', {", "'sma', |{"))
  expect(call?.signature.slice(call.active.from, call.active.to)).toMatch(/^params\?/)
  expect(call?.signature).toContain('interval?: string')
  expect(ask('call', `${sound}|`)).toBeUndefined()
})
