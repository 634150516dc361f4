import type { ImportPreview } from '#shared/protocol/import-calls.ts'
import { formatBytes, formatCount } from '../charts/prices.ts'
import { SkippedFiles } from './skipped-files.tsx'

const mostSymbols = 60
const formatNames = { lean: 'LEAN', csv: 'CSV', parquet: 'Parquet', alpaca: 'JSON of Alpaca' } as const

/** What the importer understood, before anything is stored. */
export function ImportPreviewCard({ preview }: { preview: ImportPreview }) {
  const { format, files, bytes, symbols, findings, sample, skipped } = preview
  return (
    <div className="flex flex-col gap-5">
      <p className="text-sm">
        <strong className="font-semibold">{formatNames[format]}</strong>
        <span className="text-muted">
          {' '}
          · {formatCount(files)} {files === 1 ? 'file' : 'files'} · {formatBytes(bytes)} ·{' '}
          {formatCount(symbols.length)} {symbols.length === 1 ? 'symbol' : 'symbols'}
        </span>
      </p>
      {symbols.length > 0 && (
        <ul aria-label="Symbols" className="flex flex-wrap gap-1.5">
          {symbols.slice(0, mostSymbols).map((symbol) => (
            <li
              key={symbol}
              className="rounded-sm border border-line bg-raised px-1.5 font-medium text-xs leading-5"
            >
              {symbol}
            </li>
          ))}
          {symbols.length > mostSymbols && (
            <li className="px-1 text-muted text-xs leading-5">and {symbols.length - mostSymbols} more</li>
          )}
        </ul>
      )}
      {findings.length > 0 && (
        <section>
          <h3 className="panel-title mb-1.5">Understood</h3>
          <ul className="flex flex-col gap-0.5 text-sm">
            {findings.map((finding) => (
              <li key={finding}>{finding}</li>
            ))}
          </ul>
        </section>
      )}
      {sample.length > 0 && (
        <section>
          <h3 className="panel-title mb-1.5">First lines</h3>
          <pre className="text-selectable overflow-x-auto rounded-md border border-line bg-canvas p-3 font-mono text-muted text-xs leading-5">
            {sample.join('\n')}
          </pre>
        </section>
      )}
      <SkippedFiles skipped={skipped} />
    </div>
  )
}
