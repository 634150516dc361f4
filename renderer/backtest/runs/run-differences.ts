import { brokerFacts } from '#shared/backtest/broker-facts.ts'
import type { KeptRun } from '#shared/protocol/backtest-calls.ts'
import { namedKey } from '../form/strategy-key.ts'
import { spanWords, symbolWords, viewWords } from './run-words.ts'

/** Something that runs were asked for otherwise: a text for each, in their order. */
export interface Difference {
  readonly name: string
  readonly texts: readonly string[]
}

/** What runs were asked for that is not the same in all of them. A param that was not told is at its default. */
export function differencesOf(runs: readonly KeptRun[]): readonly Difference[] {
  const facts = runs.map(factsOf)
  const names = [...new Set(facts.flatMap((known) => [...known.keys()]))]
  const absent = new Set(runs.map(({ request }) => namedKey(request.strategy))).size === 1 ? 'default' : '–'
  return names
    .map((name) => ({ name, texts: facts.map((known) => known.get(name) ?? absent) }))
    .filter(({ texts }) => new Set(texts).size > 1)
}

function factsOf({ strategy, request, exchange }: KeptRun): ReadonlyMap<string, string> {
  const { strategy: named, params, symbols, interval, view, broker, closeAtEnd } = request
  return new Map([
    ['Strategy', strategy],
    ['Strategy from', named.kind === 'file' ? named.file : 'the program'],
    ...Object.entries(params).map(([name, value]) => [name, String(value)] as const),
    ['Exchange', exchange],
    ['Symbols', symbolWords(symbols)],
    ['Sessions', spanWords(request)],
    ['Interval', interval],
    ['View', viewWords(view)],
    ...brokerFacts(broker).map(({ name, text }) => [name, text] as const),
    ['Close at the end', closeAtEnd ? 'yes' : 'no'],
  ])
}
