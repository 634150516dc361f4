import { basename } from 'node:path'
import type { ListedStrategy } from '#shared/protocol/strategy-calls.ts'
import type { Description } from './describe/description.ts'
import type { ListedFile } from './files/listed-files.ts'

/** How a strategy of a file is listed; without a description it is being looked at still. */
export function listedFileStrategy(
  listed: ListedFile,
  description: Description | undefined,
  elsewhere: boolean,
): ListedStrategy {
  const base = {
    kind: 'file' as const,
    id: listed.path,
    title: basename(listed.path),
    text: listed.kind === 'text' ? listed.file.text : '',
    params: {},
    ...(elsewhere && { elsewhere }),
  }
  if (listed.kind === 'unreadable') return { ...base, fault: { message: listed.cause } }
  if (!description) return { ...base, pending: true }
  if (description.kind === 'faulty') return { ...base, fault: description.fault }
  const { title, params, minCoverage } = description
  return { ...base, title, params: { ...params }, ...(minCoverage !== undefined && { minCoverage }) }
}
