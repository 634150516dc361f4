import type { Readiness } from '#shared/session-file/readiness.ts'
import type { SessionFile } from '#shared/session-file/session-file.ts'
import { readinessOf } from '../session-file/readiness.ts'
import { readSessionFile, saveSessionFile } from '../session-file/session-files.ts'
import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function sessionFileHandlers({ store, overlays, ticker }: SystemManager): HandlersOf<'sessionFile'> {
  async function readiness(file: SessionFile, name: string): Promise<Readiness | null> {
    if (!store.state()) return null
    return await readinessOf(file, name, { store: store.reader, calendars: overlays.calendars }, ticker)
  }
  return {
    'sessionFile.read': async ({ path }) => {
      const file = readSessionFile(path)
      return { file, readiness: await readiness(file, path) }
    },
    'sessionFile.save': ({ path, file }) => {
      saveSessionFile(path, file)
      return null
    },
    'sessionFile.needs': ({ file, name }) => readiness(file, name),
  }
}
