import { existsSync } from 'node:fs'
import { openStore, removeStore } from '../engine/store/open.ts'
import type { StoreWriter } from '../engine/store/store.ts'
import type { TimeProvider } from '../engine/time/time-provider.ts'

/**
 * Lets `write` change the store at `path` as its owner, and makes the store when there is none. A store that was
 * made and is still empty in the end is taken away again, whatever happened.
 */
export async function writeToStore<T>(
  path: string,
  command: string,
  time: TimeProvider,
  write: (writer: StoreWriter) => Promise<T>,
): Promise<T> {
  const isNew = !existsSync(path)
  const owner = `tapedeck ${command} (process ${process.pid})`
  const writer = openStore(path, { access: 'write', create: true, owner, time })
  try {
    return await write(writer)
  } finally {
    const isEmpty = isNew && writer.symbols().length === 0
    writer.close()
    if (isEmpty) removeStore(path)
  }
}
