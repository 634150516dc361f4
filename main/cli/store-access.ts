import { existsSync } from 'node:fs'
import { openStore, removeStore } from '../engine/store/open.ts'
import type { StoreReader, StoreWriter } from '../engine/store/store.ts'
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
  const writer = openStore(path, { access: 'write', create: true, owner: ownerOf(command), time })
  try {
    return await write(writer)
  } finally {
    const isEmpty = isNew && writer.symbols().length === 0
    writer.close()
    if (isEmpty) removeStore(path)
  }
}

/** Lets `change` change the store at `path`, which must be there, as its owner. */
export function changeStore<T>(
  path: string,
  command: string,
  time: TimeProvider,
  change: (writer: StoreWriter) => T,
): T {
  const writer = openStore(path, { access: 'write', owner: ownerOf(command), time })
  try {
    return change(writer)
  } finally {
    writer.close()
  }
}

/** Lets `read` read the store at `path`. */
export async function readStore<T>(path: string, read: (store: StoreReader) => Promise<T>): Promise<T> {
  const store = openStore(path, { access: 'read' })
  try {
    return await read(store)
  } finally {
    store.close()
  }
}

function ownerOf(command: string): string {
  return `tapedeck ${command} (process ${process.pid})`
}
