import { Failure } from '#shared/protocol/failure.ts'
import type { ImportOptions } from '#shared/protocol/import-calls.ts'
import { type Discovery, discover, refusalOf } from '../../import/discovery.ts'
import type { SourceTest } from '../data-source.ts'

type Place = Pick<ImportOptions, 'path' | 'format'>

/** The files of a folder. Throws a Failure with code 'bad-file' when there is no such folder. */
export function filesOf({ path, format }: Place): Discovery {
  try {
    return discover(path, format)
  } catch (error) {
    throw new Failure('bad-file', error instanceof Failure ? error.message : `${path} ${refusalOf(error)}`)
  }
}

/** Whether a folder holds files of bars. */
export function testFolder(place: Place): SourceTest {
  try {
    const { found, skipped, refused } = filesOf(place)
    const [first] = [...refused, ...skipped]
    const left = first ? `, e.g. ${first.file}: ${first.reason}` : ''
    if (found.length === 0) return { ok: false, detail: `${place.path} holds no files of bars${left}.` }
    const files = found.length === 1 ? '1 file' : `${found.length} files`
    return { ok: true, detail: `${place.path} holds ${files} of bars.` }
  } catch (error) {
    if (error instanceof Failure) return { ok: false, detail: error.message }
    throw error
  }
}
