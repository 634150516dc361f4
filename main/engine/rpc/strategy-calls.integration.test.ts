import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import { readStrategy } from '../backtest/sandbox/read/read-strategy.ts'
import { eventsOf, startTestEngine, type TestEngine } from '../system/testing/test-engine.ts'

let engine: TestEngine
let folder: string
beforeEach(() => {
  engine = startTestEngine()
  folder = join(engine.folder, 'strategies')
})
afterEach(() => engine.close())

/** The files of the list, once all of them have said what they are. */
async function files(): Promise<readonly ListedStrategy[]> {
  for (;;) {
    const listed = await engine.client.call('strategies.list', undefined)
    if (!listed.some(({ pending }) => pending)) return listed.filter(({ kind }) => kind === 'file')
  }
}

function made(name: string): Promise<{ id: string }> {
  return engine.client.call('strategies.create', { name, from: { kind: 'template' } })
}

function read(id: string): Promise<{ text: string; hash: string }> {
  return engine.client.call('strategies.read', { id })
}

function strategyText(name: string, more = ''): string {
  return `import { defineStrategy } from 'tapedeck'\nexport default defineStrategy({ name: '${name}', onBar() {},${more} })\n`
}

describe('the list', () => {
  test('begins with the strategies of the program, with params and a text that an author can copy', async () => {
    const listed = await engine.client.call('strategies.list', undefined)
    expect(listed.map(({ kind, id, title }) => [kind, id, title])).toEqual([
      ['built-in', 'two-averages', 'Two moving averages'],
      ['built-in', 'opening-range', 'Opening range breakout'],
      ['built-in', 'vwap-reversion', 'VWAP reversion'],
      ['built-in', 'gap-and-go', 'Gap and go'],
      ['built-in', 'pairs', 'Pairs'],
    ])
    const [averages, , reversion] = listed
    expect(averages?.params.fast).toEqual({ default: 10, min: 2, max: 100 })
    expect(averages?.minCoverage).toBeUndefined()
    expect(reversion?.minCoverage).toBe(90)
    for (const { id, text } of listed) {
      expect(text).toContain("from 'tapedeck'")
      expect(() => readStrategy(text, `${id}.ts`)).not.toThrow()
      expect(await read(id)).toMatchObject({ text })
    }
  })

  test('goes on with files by title, each with its params or the line of its fault', async () => {
    mkdirSync(folder, { recursive: true })
    const params = ' minCoverage: 80, params: { fast: { default: 3, min: 1, max: 9, step: 2 } }'
    writeFileSync(join(folder, 'one.ts'), strategyText('Zebra', params))
    writeFileSync(join(folder, 'two.js'), strategyText('Antelope'))
    writeFileSync(join(folder, 'three.ts'), "import { defineStrategy } from 'tapedeck'\nconst a = fetch(1)\n")
    writeFileSync(join(folder, 'four.ts'), Buffer.from([0x69, 0xff, 0xfe]))
    writeFileSync(join(folder, 'notes.md'), '# nothing')
    writeFileSync(join(folder, 'types.d.ts'), 'export {}')
    const listed = await files()
    expect(listed.map(({ title }) => title)).toEqual(['Antelope', 'four.ts', 'three.ts', 'Zebra'])
    expect(listed[3]).toEqual({
      kind: 'file',
      id: join(folder, 'one.ts'),
      title: 'Zebra',
      text: strategyText('Zebra', params),
      params: { fast: { default: 3, min: 1, max: 9, step: 2 } },
      minCoverage: 80,
    })
    expect(listed[1]?.fault?.message).toContain('is no text in UTF-8')
    expect(listed[2]?.fault?.message).toContain('it has no default export')
    writeFileSync(join(folder, 'three.ts'), `${strategyText('Wild')}\n\n  fetch(1)\n`)
    const [, , fault] = await files()
    expect(fault?.fault).toMatchObject({ line: 5, column: 3, message: expect.stringContaining('no network') })
  })

  test('is not held up by a text that does not come to an end; it is told of later, with its fault', async () => {
    mkdirSync(folder, { recursive: true })
    const hostile = 'for (;;) {}\nexport default 1\n'
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.ts`), `${hostile}// ${name}\n`)
    writeFileSync(join(folder, 'sound.ts'), strategyText('Sound'))
    const changes = eventsOf(engine, 'strategies.changed')
    const first = await engine.client.call('strategies.list', undefined)
    expect(first.filter(({ pending }) => pending).length).toBeGreaterThan(0)
    await changes.next()
    const listed = await files()
    expect(listed.map(({ title }) => title)).toEqual(['a.ts', 'b.ts', 'c.ts', 'Sound'])
    expect(listed.slice(0, 3).map(({ fault }) => fault?.message)).toEqual(
      Array.from({ length: 3 }, () => expect.stringContaining('no sign of life for 2 s')),
    )
  })
})

describe('a file of the folder', () => {
  test('is made of the template, of a copy, or of a text, under a name of its own', async () => {
    const one = await made("Bob's first: idea!")
    const two = await made("Bob's first: idea!")
    expect([one.id, two.id]).toEqual([
      join(folder, 'bob-s-first-idea.ts'),
      join(folder, 'bob-s-first-idea-2.ts'),
    ])
    const copy = await engine.client.call('strategies.create', {
      name: 'My pairs',
      from: { kind: 'copy', id: 'pairs' },
    })
    const copied = await engine.client.call('strategies.create', {
      name: 'Second',
      from: { kind: 'copy', id: copy.id },
    })
    const text = strategyText('Given')
    await engine.client.call('strategies.create', { name: 'Given', from: { kind: 'text', text } })
    expect((await files()).map(({ title, fault }) => [title, fault])).toEqual([
      ["Bob's first: idea!", undefined],
      ["Bob's first: idea!", undefined],
      ['Given', undefined],
      ['My pairs', undefined],
      // Of a text that was not listed yet nobody knows what it calls itself.
      ['My pairs', undefined],
    ])
    expect((await read(copied.id)).text).toContain("name: 'My pairs'")
    await expect(made('...')).rejects.toMatchObject({ code: 'usage' })
  })

  test('is saved as a whole, and keeps every text it had', async () => {
    const { id } = await made('Idea')
    const first = await read(id)
    const save = (text: string, base: string | null) =>
      engine.client.call('strategies.save', { id, text, base })
    const saved = await save(strategyText('Second'), first.hash)
    expect(saved).toMatchObject({ outcome: 'saved' })
    const second = await read(id)
    await save(strategyText('Second'), second.hash)
    await save(strategyText('Third'), second.hash)
    const versions = await engine.client.call('strategies.versions', { id })
    const texts = await Promise.all(
      versions.map(({ version }) => engine.client.call('strategies.version', { id, version })),
    )
    expect(texts.map(({ text }) => text)).toEqual([strategyText('Third'), strategyText('Second'), first.text])
    expect(versions[0]).toMatchObject({
      at: Date.parse('2024-06-01T12:00:00Z'),
      bytes: texts[0]?.text.length,
    })
    await expect(
      engine.client.call('strategies.version', { id, version: '../../settings.json' }),
    ).rejects.toMatchObject({ code: 'usage' })
    expect(readdirSync(folder).filter((name) => !name.startsWith('.'))).toEqual(['idea.ts'])
  })

  test('that another program changed meanwhile is not written over; both texts are there', async () => {
    const { id } = await made('Idea')
    const { hash } = await read(id)
    writeFileSync(id, 'outside')
    const answer = await engine.client.call('strategies.save', { id, text: 'mine', base: hash })
    expect(answer).toMatchObject({ outcome: 'changed-outside', text: 'outside' })
    expect(readFileSync(id, 'utf8')).toBe('outside')
    await engine.client.call('strategies.save', { id, text: 'mine', base: null })
    const versions = await engine.client.call('strategies.versions', { id })
    const texts = await Promise.all(
      versions.map(({ version }) => engine.client.call('strategies.version', { id, version })),
    )
    expect(texts.slice(0, 2).map(({ text }) => text)).toEqual(['mine', 'outside'])
    renameSync(id, `${id}.moved`)
    const save = (base: string | null) => engine.client.call('strategies.save', { id, text: 'more', base })
    expect(await save(hash)).toEqual({ outcome: 'gone' })
    expect(existsSync(id)).toBe(false)
    expect(await save(null)).toMatchObject({ outcome: 'saved' })
    expect(readFileSync(id, 'utf8')).toBe('more')
  })

  test('is renamed with its versions, and brought back with them after it was removed', async () => {
    const { id } = await made('Idea')
    const { hash } = await read(id)
    await engine.client.call('strategies.save', { id, text: 'second', base: hash })
    const renamed = await engine.client.call('strategies.rename', { id, name: 'Better idea' })
    expect(renamed.id).toBe(join(folder, 'better-idea.ts'))
    expect(await engine.client.call('strategies.rename', { id: renamed.id, name: 'Better idea' })).toEqual(
      renamed,
    )
    expect(await engine.client.call('strategies.versions', { id: renamed.id })).toHaveLength(2)

    await engine.client.call('strategies.remove', { id: renamed.id })
    expect(await files()).toEqual([])
    await made('Better idea')
    expect(await engine.client.call('strategies.versions', { id: renamed.id })).toHaveLength(1)
    const [removed] = await engine.client.call('strategies.removed', undefined)
    expect(removed).toMatchObject({ file: 'better-idea.ts', at: Date.parse('2024-06-01T12:00:00Z') })
    const back = await engine.client.call('strategies.bringBack', { removed: removed?.removed ?? '' })
    expect(back.id).toBe(join(folder, 'better-idea-2.ts'))
    expect(await read(back.id)).toMatchObject({ text: 'second' })
    expect(await engine.client.call('strategies.versions', { id: back.id })).toHaveLength(2)
    expect(await engine.client.call('strategies.removed', undefined)).toEqual([])
    await expect(
      engine.client.call('strategies.bringBack', { removed: removed?.removed ?? '' }),
    ).rejects.toMatchObject({ code: 'usage' })
  })

  test('that is not listed, or comes with the program, cannot be written', async () => {
    writeFileSync(join(engine.folder, 'other.ts'), 'other')
    for (const id of [
      'pairs',
      join(engine.folder, 'other.ts'),
      join(folder, '..', 'settings.json'),
      '/etc/hosts',
    ])
      await expect(
        engine.client.call('strategies.save', { id, text: 'x', base: null }),
      ).rejects.toMatchObject({ code: 'usage' })
    expect(readFileSync(join(engine.folder, 'other.ts'), 'utf8')).toBe('other')
  })
})

describe('a file elsewhere', () => {
  test('is opened, remembered, saved where it lies, and taken off the list without harm', async () => {
    const target = join(engine.folder, 'mine.ts')
    const path = join(engine.folder, 'link.ts')
    writeFileSync(target, strategyText('Elsewhere'), { mode: 0o600 })
    symlinkSync(target, path)
    const { id } = await engine.client.call('strategies.open', { path })
    expect(id).toBe(path)
    await engine.client.call('strategies.open', { path })
    expect((await files()).map(({ title, elsewhere }) => [title, elsewhere])).toEqual([['Elsewhere', true]])
    const { hash } = await read(id)
    await engine.client.call('strategies.save', { id, text: strategyText('Saved'), base: hash })
    expect(readFileSync(target, 'utf8')).toBe(strategyText('Saved'))
    expect(await engine.client.call('strategies.versions', { id })).toHaveLength(2)
    await expect(engine.client.call('strategies.rename', { id, name: 'Else' })).rejects.toMatchObject({
      code: 'usage',
    })

    const again = startTestEngine({ folder: engine.folder })
    expect((await again.client.call('strategies.list', undefined)).some((one) => one.id === path)).toBe(true)
    again.client.close()
    await again.system.close()

    await engine.client.call('strategies.remove', { id })
    expect(await files()).toEqual([])
    expect(existsSync(target)).toBe(true)
  })

  test('that is no strategy, or not there, is refused by name', async () => {
    for (const path of ['notes.md', 'missing.ts'])
      await expect(
        engine.client.call('strategies.open', { path: join(engine.folder, path) }),
      ).rejects.toMatchObject({ code: 'bad-file', message: expect.stringContaining(path) })
  })
})

test('what another program does with the files is told', async () => {
  const { id } = await made('Idea')
  await files()
  const changes = eventsOf(engine, 'strategies.changed')
  const toldOf = async (path: string): Promise<void> => {
    for (;;) {
      const { ids } = (await changes.next()) as { readonly ids: readonly string[] }
      if (ids.includes(path)) return
    }
  }
  writeFileSync(id, strategyText('Changed outside'))
  await toldOf(id)
  expect((await files()).map(({ title }) => title)).toEqual(['Changed outside'])
  writeFileSync(join(folder, 'new.ts'), strategyText('New'))
  await toldOf(join(folder, 'new.ts'))
  expect((await files()).map(({ title }) => title)).toEqual(['Changed outside', 'New'])
  rmSync(join(folder, 'new.ts'))
  await toldOf(join(folder, 'new.ts'))
  expect((await files()).map(({ title }) => title)).toEqual(['Changed outside'])
})
