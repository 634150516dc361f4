import type { ImportOptions } from '#shared/protocol/engine-contract.ts'
import type { DataFile } from '../bytes/data-file.ts'
import type { PreparedFile } from '../prepare.ts'
import { RefusedFile } from '../refused-file.ts'

/** Not yet. */
export function detectCsv(file: DataFile, _options: ImportOptions): PreparedFile {
  throw new RefusedFile(`${file.name}: CSV not yet`)
}
