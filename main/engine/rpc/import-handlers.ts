import type { SystemManager } from '../system-manager.ts'
import type { HandlersOf } from './handlers.ts'

export function importHandlers({ imports }: SystemManager): HandlersOf<'import'> {
  return {
    'import.preview': (options) => imports.preview(options),
    'import.start': (options) => imports.start(options),
    'import.cancel': ({ job }) => {
      imports.cancel(job)
      return null
    },
  }
}
