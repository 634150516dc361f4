import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../store/open.ts'
import type { StoreWriter } from '../../store/store.ts'
import { WallTime } from '../../time/wall-time.ts'

/** A new, empty store in a folder of its own. */
export interface TemporaryStore {
  readonly store: StoreWriter
  /** Closes and deletes it. */
  remove(): void
}

export function temporaryStore(): TemporaryStore {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-query-'))
  const path = join(folder, 'store.tapedeck')
  const store = openStore(path, { access: 'write', create: true, owner: 'test', time: new WallTime() })
  return {
    store,
    remove() {
      store.close()
      rmSync(folder, { recursive: true })
    },
  }
}
