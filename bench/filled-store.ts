import { join } from 'node:path'
import { epochMs } from '#shared/time/epoch.ts'
import { openStore } from '../main/engine/store/open.ts'
import type { SessionBatch } from '../main/engine/store/store.ts'

/** Makes a store of some bars in a folder, closed, and returns its path. */
export function filledStore(
  folder: string,
  batches: readonly SessionBatch[],
  { synthetic }: { readonly synthetic: boolean },
): string {
  const path = join(folder, 'bars.tapedeck')
  const time = { now: () => epochMs(0) }
  const store = openStore(path, { access: 'write', create: true, owner: 'bench', time })
  store.importFile({ feed: 'bench', synthetic, name: 'bench', sha256: '', at: time.now() }, batches)
  store.close()
  return path
}
