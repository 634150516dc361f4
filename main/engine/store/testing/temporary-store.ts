import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { epochMs, parseUtc } from '#shared/time/epoch.ts'
import { openStore } from '../open.ts'
import type { ImportedFile, StoreReader, StoreWriter } from '../store.ts'

/** The clock of stores under test. */
export const time = { now: () => epochMs(0) }

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Path for a store that is gone after the test. */
export function temporaryPath(): string {
  return join(temporaryFolder(), 'bars.tapedeck')
}

/** A writer that is closed after the test, of a store that is made where there is none. */
export function openWriter(path = temporaryPath(), owner = 'a test'): StoreWriter {
  const store = openStore(path, { access: 'write', create: true, owner, time })
  onTestFinished(() => store.close())
  return store
}

/** A reader that is closed after the test. */
export function openReader(path: string): StoreReader {
  const store = openStore(path, { access: 'read' })
  onTestFinished(() => store.close())
  return store
}

/** Files beside and at a path, with their content. */
export function folderContent(folder: string): Record<string, Buffer> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]))
}

/** A file as an import names it; whatever is not told is the same for all. */
export function file(told: Partial<ImportedFile> & { readonly seen?: string } = {}): ImportedFile {
  const { seen = '2024-07-20T00:00:00Z', ...rest } = told
  return {
    feed: 'one',
    synthetic: false,
    name: 'bars.csv',
    sha256: 'a'.repeat(64),
    at: parseUtc(seen) ?? epochMs(0),
    ...rest,
  }
}
