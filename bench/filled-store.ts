import { join } from 'node:path'
import { openStore } from '../main/engine/store/open.ts'
import type { SessionBatch, StoreWriter } from '../main/engine/store/store.ts'
import { WallTime } from '../main/engine/time/wall-time.ts'

export const time = new WallTime()

/** Opens a store at a path to write to; it is made where there is none. */
export function openToWrite(path: string): StoreWriter {
  return openStore(path, { access: 'write', create: true, owner: 'bench', time })
}

/** Makes a store of made-up bars in a folder, closed, and returns its path. */
export function filledStore(folder: string, batches: readonly SessionBatch[]): string {
  const path = join(folder, 'made.tapedeck')
  const store = openToWrite(path)
  store.importFile({ feed: 'bench', synthetic: true, name: 'bench', sha256: '', at: time.now() }, batches)
  store.close()
  return path
}
