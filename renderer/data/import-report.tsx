import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { ImportReport } from '#shared/protocol/import-calls.ts'
import { formatCount } from '../charts/prices.ts'
import { showView } from '../stores/view.ts'
import { Button } from '../ui/button.tsx'
import { ImportedSymbols } from './imported-symbols.tsx'
import { endImport } from './imports.ts'
import { splitPath } from './path.ts'
import { SkippedFiles } from './skipped-files.tsx'

/** What an import stored, refused and left out. */
export function ImportReportCard({
  path,
  report,
  symbols,
}: {
  path: string
  report: ImportReport
  symbols: readonly string[]
}) {
  const { sessions, bars, rejected, rejectedRows, skipped, warnings } = report
  const counts: readonly { readonly name: string; readonly value: number; readonly note?: string }[] = [
    { name: 'Bars', value: bars },
    { name: 'Sessions', value: sessions, note: 'minute or daily bars' },
    { name: 'Symbols', value: report.symbols },
    { name: 'Files', value: report.files },
    { name: 'Rejected rows', value: rejectedRows },
    { name: 'Files left out', value: skipped.length },
  ]
  return (
    <div className="flex flex-col gap-5" data-testid="import-report">
      <header className="flex items-center gap-3">
        <CircleCheck className="size-6 shrink-0 text-up" aria-hidden="true" />
        <div className="min-w-0">
          <h2 className="font-semibold text-lg leading-6">
            Imported <span className="text-muted">{splitPath(path).name}</span>
          </h2>
          <p className="text-selectable truncate text-faint text-xs">{path}</p>
        </div>
        <div className="ml-auto flex shrink-0 gap-2">
          <Button onClick={endImport}>Import more</Button>
          <Button
            look="accent"
            onClick={() => {
              endImport()
              showView('replay')
            }}
          >
            To the replay
          </Button>
        </div>
      </header>
      <dl className="grid grid-cols-6 overflow-hidden rounded-lg border border-line bg-panel">
        {counts.map(({ name, value, note }) => (
          <div key={name} className="border-line border-r px-4 py-3 last:border-r-0">
            <dt className="text-muted text-xs">{name}</dt>
            <dd className="font-semibold text-lg">{formatCount(value)}</dd>
            {note && <dd className="text-2xs text-faint">{note}</dd>}
          </div>
        ))}
      </dl>
      <ImportedSymbols symbols={symbols} name={nameOf(path)} />
      {warnings.length > 0 && (
        <section aria-label="Warnings" className="rounded-lg border border-accent/30 bg-accent/10 p-4">
          <ul className="text-selectable flex flex-col gap-1.5 text-sm">
            {warnings.map((warning) => (
              <li key={warning} className="flex gap-2.5">
                <TriangleAlert className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden="true" />
                <span className="min-w-0 [overflow-wrap:anywhere]">{warning}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {rejected.length > 0 && <RejectedRows rejected={rejected} rejectedRows={rejectedRows} />}
      <SkippedFiles skipped={skipped} />
    </div>
  )
}

/** What was imported, in a word: the name of the folder, or of the file without its ending. */
function nameOf(path: string): string {
  return splitPath(path).name.replace(/(?<=.)\.[^.]*$/, '')
}

function RejectedRows({ rejected, rejectedRows }: Pick<ImportReport, 'rejected' | 'rejectedRows'>) {
  return (
    <section aria-label="Rejected rows">
      <h3 className="panel-title mb-2">Rejected rows</h3>
      <div className="max-h-80 overflow-y-auto rounded-lg border border-line">
        <table className="text-selectable w-full text-left text-sm">
          <thead className="sticky top-0 bg-raised text-muted text-xs">
            <tr>
              <th scope="col" className="px-3 py-2 font-medium">
                File
              </th>
              <th scope="col" className="px-3 py-2 text-right font-medium">
                Line
              </th>
              <th scope="col" className="px-3 py-2 font-medium">
                Reason
              </th>
            </tr>
          </thead>
          <tbody>
            {rejected.map(({ file, line, reason }) => (
              <tr key={`${file} ${line} ${reason}`} className="border-line border-t align-top">
                <td className="px-3 py-1.5 [overflow-wrap:anywhere]">{file}</td>
                <td className="px-3 py-1.5 text-right text-muted">{line}</td>
                <td className="px-3 py-1.5">{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rejectedRows > rejected.length && (
        <p className="mt-2 text-muted text-xs">
          The first {formatCount(rejected.length)} of {formatCount(rejectedRows)} are shown.
        </p>
      )}
    </section>
  )
}
