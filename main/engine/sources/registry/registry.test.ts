import { describe, expect, test } from 'vitest'
import { Calendars } from '../../calendars/calendars.ts'
import { openWriter } from '../../store/testing/temporary-store.ts'
import { processTicker } from '../../time/ticker.ts'
import { heldSecrets } from '../testing/held-secrets.ts'
import { ask, later } from '../testing/made-minutes.ts'
import { makeSource } from './make-source.ts'
import { kindText, optionsOf, parseDefinition, parseSourceName } from './source-definition.ts'
import { addSource, listSources, namedSource, removeSource } from './source-registry.ts'

const lean = parseDefinition('lean:/data/lean', {}, {})

describe('a definition', () => {
  test.each([
    ['feed:second one', {}, { kind: 'feed', feed: 'second one' }],
    ['lean:/data', { exchange: 'xhkg' }, { kind: 'lean', folder: '/data', exchange: 'XHKG' }],
    ['lean:C:\\data', {}, { kind: 'lean', folder: 'C:\\data' }],
    [
      'files:/d',
      { symbol: 'spy', interval: '60m', stamp: 'end', zone: 'UTC' },
      { kind: 'files', folder: '/d', symbol: 'SPY', interval: '1h', stamp: 'end', zone: 'UTC' },
    ],
    ['alpaca', {}, { kind: 'alpaca', feed: 'sip', url: 'https://data.alpaca.markets' }],
    ['alpaca', { feed: 'iex' }, { kind: 'alpaca', feed: 'iex' }],
    ['massive', {}, { kind: 'massive', url: 'https://api.massive.com' }],
  ])('%s with %j', (text, options, definition) => {
    const read = parseDefinition(text, options, { tries: 2 })
    expect(read).toMatchObject({ ...definition, limits: { tries: 2 } })
    expect(kindText(read)).toBe(text)
    expect(Object.keys(optionsOf(read))).not.toContain('limits')
  })

  test.each([
    ['yahoo', {}, /"yahoo" is no kind of source; kinds are feed:NAME, lean:DIR/],
    ['lean', {}, /"lean" is no lean:DIR/],
    ['alpaca:x', {}, /"alpaca:x" is no alpaca/],
    ['feed:', {}, /"feed:" is no feed:NAME/],
    ['lean:/d', { url: 'https://x' }, /lean:DIR takes no --url/],
    ['alpaca', { feed: 'best' }, /wrong feed/],
    ['files:/d', { stamp: 'middle' }, /wrong stamp/],
    ['files:/d', { interval: 'often' }, /wrong interval/],
    ['files:/d', { symbol: 'S P Y' }, /wrong symbol/],
  ])('%s with %j is wrong usage', (text, options, message) => {
    expect(() => parseDefinition(text, options, {})).toThrow(message)
    expect(() => parseDefinition(text, options, {})).toThrow(expect.objectContaining({ code: 'usage' }))
  })

  test('a name is short and plain', () => {
    expect(['backup', 'my-lean.2'].map(parseSourceName)).toEqual(['backup', 'my-lean.2'])
    expect(['', 'A', 'a b', '-a', 'x'.repeat(41)].map(parseSourceName)).toEqual(Array(5).fill(undefined))
  })
})

describe('the sources of a store', () => {
  test('are kept in the order that the user sets', () => {
    const store = openWriter()
    addSource(store, 'a', lean)
    addSource(store, 'b', parseDefinition('feed:x', {}, {}))
    addSource(store, 'first', parseDefinition('massive', {}, { requestsPerMinute: 100 }), 1)
    addSource(store, 'second', lean, 2)
    addSource(store, 'last', lean, 99)
    expect(listSources(store).map(({ name }) => name)).toEqual(['first', 'second', 'a', 'b', 'last'])
    expect(namedSource(store, 'a')).toEqual({ name: 'a', definition: lean })
    removeSource(store, 'second')
    expect(listSources(store).map(({ name }) => name)).toEqual(['first', 'a', 'b', 'last'])
  })

  test('one that is there, or is not, is named', () => {
    const store = openWriter()
    expect(() => namedSource(store, 'backup')).toThrow(/has no source backup; it has none; add one/)
    addSource(store, 'backup', lean)
    expect(() => addSource(store, 'backup', lean)).toThrow(/has a source backup already/)
    expect(() => namedSource(store, 'bakup')).toThrow(/no source bakup; did you mean backup\?/)
    expect(() => removeSource(store, 'other-thing')).toThrow(
      expect.objectContaining({ code: 'unknown-source' }),
    )
  })

  test.each([
    ['alpaca', { url: 'http://data.example.com' }, 'usage'],
    ['massive', { url: 'https://me:word@x.example' }, 'usage'],
    ['lean:/d', { exchange: 'MOON' }, 'unknown-exchange'],
    ['files:/d', { zone: 'Mars/Crater' }, 'usage'],
  ])('%s with %j is refused before it is stored', (text, options, code) => {
    const store = openWriter()
    const add = () => addSource(store, 'x', parseDefinition(text, options, {}))
    expect(add).toThrow(expect.objectContaining({ code }))
    expect(store.sources()).toEqual([])
  })

  test('one that was changed in the file is damage that names it', () => {
    const store = openWriter()
    for (const definition of ['no json', '{"kind":"moon"}']) {
      store.saveSource({ name: 'bad', definition })
      expect(() => listSources(store)).toThrow(/source bad is not understood/)
    }
  })

  test('each kind is made into a source that answers by its name', async () => {
    const store = openWriter()
    const around = {
      store,
      secrets: heldSecrets({}),
      time: later,
      calendars: new Calendars(),
      ticker: processTicker,
      random: () => 0.5,
    }
    const codes = ['missing', 'missing', 'missing', 'no-key', 'no-key']
    const kinds = ['feed:x', 'lean:/nowhere/at/all', 'files:/nowhere/at/all', 'alpaca', 'massive']
    for (const [index, kind] of kinds.entries()) {
      const source = makeSource({ name: `s${index}`, definition: parseDefinition(kind, {}, {}) }, around)
      const reply = await source.fetch(ask(['SPY'], 0, 1), new AbortController().signal)
      expect(reply.source).toBe(`s${index}`)
      expect(reply.answers.get('SPY')).toMatchObject({ kind: 'failed', fault: { code: codes[index] } })
      await source.close()
    }
  })
})
