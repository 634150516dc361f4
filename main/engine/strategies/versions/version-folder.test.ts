import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { epochMs } from '#shared/time/epoch.ts'
import { VersionFolder } from './version-folder.ts'

const at = epochMs(Date.parse('2024-06-01T12:00:00.250Z'))

function emptyFolder(): VersionFolder {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-versions-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return new VersionFolder(join(folder, 'versions'))
}

test('versions stay in the order they were kept in, also when the clock stands still or goes back', async () => {
  const versions = emptyFolder()
  const texts = ['a', 'b', 'c', 'd', 'e']
  for (const [index, text] of texts.entries()) await versions.keep(text, epochMs(at - 1000 * (index % 3)))
  const kept = await versions.list()
  const read = await Promise.all(kept.map(({ version }) => versions.read(version)))
  expect(read.map(({ text }) => text)).toEqual(texts.toReversed())
  expect((await versions.last())?.text).toBe('e')
  const [first] = readdirSync(versions.path).sort()
  expect(first).toBe('2024-06-01T12-00-00.250Z-0000.txt')
  expect(readFileSync(join(versions.path, first ?? ''), 'utf8')).toBe('a')
  expect(kept.at(-1)?.at).toBe(at)
})

test('the oldest go when there are too many, and the same text is not kept twice in a row', async () => {
  const versions = emptyFolder()
  for (let count = 0; count < 205; count++) await versions.keep(`text ${count}`, epochMs(at + count))
  await versions.keep('text 204', epochMs(at + 1000))
  const kept = await versions.list()
  expect(kept).toHaveLength(200)
  expect(kept[0]?.at).toBe(at + 204)
  expect((await versions.read(kept.at(-1)?.version ?? '')).text).toBe('text 5')
})

test('where nothing was kept there is nothing', async () => {
  const versions = emptyFolder()
  expect(await versions.list()).toEqual([])
  expect(await versions.last()).toBeUndefined()
  await versions.moveTo(`${versions.path}-moved`)
  await expect(versions.read('x')).rejects.toMatchObject({ code: 'usage' })
})
