import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backtestRequestShape } from '#shared/protocol/backtest-calls.ts'
import type { ListedSymbol } from '#shared/protocol/store-calls.ts'
import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import { checkForm, type Known } from './check-form.ts'
import { formOfRequest } from './form-of-request.ts'
import { commissionKinds, costKinds, type FormText, firstForm } from './form-text.ts'

const averages: ListedStrategy = {
  kind: 'built-in',
  id: 'two-averages',
  title: 'Two averages',
  text: '',
  params: { fast: { default: 10, min: 2, max: 100 }, size: { default: 0.5, min: 0.1, max: 1, step: 0.1 } },
}
const broken: ListedStrategy = {
  ...averages,
  kind: 'file',
  id: '/s/broken.ts',
  fault: { message: 'it has no onBar', line: 3 },
}
const known: Known = {
  strategies: [averages, broken],
  symbols: [listed('AAA', 'XNYS'), listed('BBB', 'XNYS'), listed('BTC', '24/7')],
  lists: [{ id: 4, name: 'Mine', symbols: ['BBB', 'BTC', 'GONE'] }],
  range: { first: '2000-01-03', last: '2030-12-31' },
}
const form = firstForm('XNYS', 'all', known.symbols.slice(0, 2))

function listed(symbol: string, exchange: string): ListedSymbol {
  return {
    symbol,
    exchange,
    synthetic: false,
    sessions: 300,
    firstSession: '2024-01-02' as never,
    lastSession: '2024-12-02' as never,
  }
}

function problemsOf(changes: Partial<FormText>): Readonly<Record<string, string>> {
  const { request, problems } = checkForm({ ...form, ...changes }, known)
  expect(request === undefined).toBe(Object.keys(problems).length > 0)
  return problems
}

function requestOf(changes: Partial<FormText>) {
  const { request, problems } = checkForm({ ...form, ...changes }, known)
  if (!request) throw new Error(JSON.stringify(problems))
  return request
}

test('a form that nothing was typed into can be run: the last months, all symbols, the first strategy', () => {
  const request = requestOf({})
  expect(backtestRequestShape.safeParse(request).success).toBe(true)
  expect(request).toMatchObject({
    strategy: { kind: 'built-in', name: 'two-averages' },
    symbols: ['AAA', 'BBB'],
    from: '2024-09-03',
    to: '2024-12-02',
    params: {},
    broker: { cash: 100_000, margin: { initial: 0.5, maintenance: 0.25 } },
  })
})

test('symbols are those of one exchange: of a watchlist, or as they are typed', () => {
  expect(requestOf({ symbolsOf: 4 }).symbols).toEqual(['BBB'])
  expect(requestOf({ symbolsOf: 'list', symbols: 'bbb, aaa bbb' }).symbols).toEqual(['BBB', 'AAA'])
  expect(problemsOf({ symbolsOf: 'list', symbols: 'AAA BTC NOPE' }).symbols).toBe(
    'The store has no BTC and 1 more on this exchange.',
  )
  expect(problemsOf({ symbolsOf: 9 })).toHaveProperty('symbols')
})

test('symbols without bars in the sessions are left out of a list, and told where they were typed', () => {
  const later = { ...listed('LATE', 'XNYS'), firstSession: '2024-12-02' as never }
  const none = { ...listed('DAILY', 'XNYS'), firstSession: undefined, lastSession: undefined }
  const stored = { ...known, symbols: [...known.symbols, later, none] }
  const asked = { ...form, from: '2024-11-01', to: '2024-11-29' }
  expect(checkForm(asked, stored).request?.symbols).toEqual(['AAA', 'BBB'])
  expect(checkForm({ ...asked, to: '2024-12-02' }, stored).request?.symbols).toEqual(['AAA', 'BBB', 'LATE'])
  expect(checkForm({ ...asked, interval: '1d' }, stored).request?.symbols).toHaveLength(4)
  const typed = { ...asked, symbolsOf: 'list', symbols: 'AAA LATE DAILY' } as const
  expect(checkForm(typed, stored).problems).toEqual({
    symbols: 'LATE and 1 more have no minute bars in these sessions.',
  })
  expect(checkForm({ ...asked, from: '2025-02-03', to: '2025-02-04' }, stored).problems).toHaveProperty(
    'symbols',
  )
})

test('params are told where they are not at their defaults, and checked by their ranges', () => {
  const typed = (values: Record<string, string>): Partial<FormText> => ({
    params: { 'built-in two-averages': values },
  })
  expect(requestOf(typed({ fast: '10', size: '0.25' })).params).toEqual({ size: 0.25 })
  expect(problemsOf(typed({ fast: '2.5' }))).toEqual({ 'param fast': 'A whole number from 2 to 100.' })
  expect(problemsOf(typed({ fast: '101', size: '' }))).toEqual({
    'param fast': 'A whole number from 2 to 100.',
    'param size': 'A number from 0.1 to 1.',
  })
})

test('a strategy with a fault says where it is and cannot be run', () => {
  expect(problemsOf({ strategy: 'file /s/broken.ts' })).toEqual({ strategy: 'Line 3: it has no onBar' })
  expect(problemsOf({ strategy: 'file /s/gone.ts' })).toHaveProperty('strategy')
})

test.each<[Partial<FormText>, string]>([
  [{ from: 'soon' }, 'from'],
  [{ from: '2024-12-03' }, 'to'],
  [{ to: '2031-01-01' }, 'to'],
  [{ interval: '1w' }, 'interval'],
  [{ cash: '0' }, 'cash'],
  [{ cash: '1e9' }, 'cash'],
  [{ commission: 'per-trade', rate: '-1' }, 'commission'],
  [{ commission: 'percent', rate: '100' }, 'commission'],
  [{ commission: 'per-share', least: 'x' }, 'least'],
  [{ slippage: 'ticks', slippageAmount: '' }, 'slippage'],
  [{ spread: 'percent', spreadAmount: '250' }, 'spread'],
  [{ volumeShare: '0' }, 'volumeShare'],
  [{ initial: '101' }, 'initial'],
  [{ maintenance: '60' }, 'maintenance'],
])('what is wrong is told at its field: %j', (changes, field) => {
  expect(Object.keys(problemsOf(changes))).toEqual([field])
})

test('a table of commissions is read by its lines as they were typed', () => {
  expect(requestOf({ commission: 'table', table: '1000,0.01\n,0.005' }).broker.commission).toEqual({
    kind: 'table',
    rows: [
      { upTo: 1000, perShare: 0.01 },
      { upTo: undefined, perShare: 0.005 },
    ],
  })
  expect(problemsOf({ commission: 'table', table: '1000,0.01\n500,0.02\n,1' }).commission).toMatch(
    /^Line 2: /,
  )
})

test('a form made of a request asks for the same', () => {
  const amounts = fc.integer({ min: 1, max: 9999 }).map((cents) => String(cents / 100))
  const forms = fc.record<Partial<FormText>>({
    cash: amounts,
    commission: fc.constantFrom(...commissionKinds),
    rate: amounts,
    least: fc.oneof(fc.constant(''), amounts),
    slippage: fc.constantFrom(...costKinds),
    slippageAmount: amounts,
    spread: fc.constantFrom(...costKinds),
    spreadAmount: amounts,
    volumeShare: fc.oneof(fc.constant(''), amounts),
    initial: amounts,
    maintenance: fc.constant('0'),
    allowShort: fc.boolean(),
    closeAtEnd: fc.boolean(),
  })
  fc.assert(
    fc.property(forms, (changes) => {
      const request = requestOf(changes)
      const again = checkForm(formOfRequest(form, request, 'XNYS'), known)
      expect(again).toEqual({ request, problems: {} })
    }),
  )
})
