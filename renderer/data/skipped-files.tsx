import type { ImportReport } from '#shared/protocol/import-calls.ts'
import { formatCount } from '../charts/prices.ts'

/** Files that are left out, with the reasons. */
export function SkippedFiles({ skipped }: { skipped: ImportReport['skipped'] }) {
  if (skipped.length === 0) return null
  return (
    <details>
      <summary className="text-muted text-sm">
        {formatCount(skipped.length)} {skipped.length === 1 ? 'file is' : 'files are'} left out
      </summary>
      <ul className="text-selectable mt-2 flex max-h-52 flex-col gap-1 overflow-y-auto text-xs">
        {skipped.map(({ file, reason }) => (
          <li key={file} className="[overflow-wrap:anywhere]">
            <span className="text-ink">{file}</span> <span className="text-muted">{reason}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
