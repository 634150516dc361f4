import { CircleAlert, FileInput, FolderInput, Import, LoaderCircle } from 'lucide-react'
import { formatBytes, formatCount } from '../charts/prices.ts'
import { useReadOnlyReason } from '../stores/read-only.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Progress } from '../ui/progress.tsx'
import { ImportOptionsForm } from './import-options.tsx'
import { ImportPreviewCard } from './import-preview.tsx'
import { ImportReportCard } from './import-report.tsx'
import {
  cancelImport,
  chooseImport,
  endImport,
  type ImportState,
  previewImport,
  startImport,
  useImports,
} from './imports.ts'
import { splitPath } from './path.ts'

/** An import from the choice of files to its report. */
export function ImportPanel() {
  const state = useImports((imports) => imports.state)
  switch (state.step) {
    case 'none':
      return <Choose />
    case 'chosen':
      return <Chosen state={state} />
    case 'running':
      return <Running state={state} />
    case 'done':
      return <ImportReportCard path={state.options.path} report={state.report} symbols={state.symbols} />
    case 'failed':
      return <Failed state={state} />
  }
}

function Choose() {
  const readOnly = useReadOnlyReason()
  return (
    <div className="rounded-lg border border-edge border-dashed py-10">
      <EmptyState
        icon={Import}
        title="Import bars"
        actions={
          <>
            <Button
              look="accent"
              disabled={readOnly !== undefined}
              onClick={() => void chooseImport('folder')}
            >
              <FolderInput className="size-4" /> Choose a folder …
            </Button>
            <Button disabled={readOnly !== undefined} onClick={() => void chooseImport('file')}>
              <FileInput className="size-4" /> Choose a file …
            </Button>
          </>
        }
      >
        {readOnly ??
          'A LEAN data folder (minute and daily zips), or CSV, Parquet or Alpaca’s JSON files. Nothing is stored before you have seen what was understood.'}
      </EmptyState>
    </div>
  )
}

function Heading({ title, path }: { title: string; path: string }) {
  const { name, folder } = splitPath(path)
  return (
    <header className="mb-4">
      <h2 className="font-semibold text-lg leading-6">
        {title} <span className="text-muted">{name}</span>
      </h2>
      <p className="text-selectable truncate text-faint text-xs">{folder}</p>
    </header>
  )
}

function Chosen({ state }: { state: Extract<ImportState, { step: 'chosen' }> }) {
  const { options, preview, problem } = state
  return (
    <div>
      <Heading title="Import" path={options.path} />
      <div className="grid grid-cols-[1fr_17rem] items-start gap-4">
        <div className="min-h-64 min-w-0 rounded-lg border border-line bg-panel p-4">
          {preview && <ImportPreviewCard preview={preview} />}
          {problem && (
            <div role="alert" className="text-selectable flex gap-3 text-sm">
              <CircleAlert className="mt-0.5 size-4 shrink-0 text-down" aria-hidden="true" />
              <p className="min-w-0 [overflow-wrap:anywhere]">{problem}</p>
            </div>
          )}
          {!preview && !problem && (
            <p role="status" className="flex items-center gap-2.5 text-muted text-sm">
              <LoaderCircle className="size-4 animate-spin text-accent" aria-hidden="true" />
              Looking into the files …
            </p>
          )}
        </div>
        <ImportOptionsForm options={options} onChange={(next) => void previewImport(next)} />
      </div>
      <footer className="mt-4 flex justify-end gap-2">
        <Button onClick={endImport}>Cancel</Button>
        <Button
          look="accent"
          disabled={!preview || preview.files === 0}
          onClick={() => preview && void startImport(options, preview)}
        >
          {preview && preview.files > 0
            ? `Import ${formatCount(preview.files)} ${preview.files === 1 ? 'file' : 'files'}`
            : 'Import'}
        </Button>
      </footer>
    </div>
  )
}

function Running({ state }: { state: Extract<ImportState, { step: 'running' }> }) {
  const { options, progress, cancelling, job } = state
  const share = progress && progress.bytes > 0 ? Math.min(1, progress.bytesDone / progress.bytes) : undefined
  return (
    <div>
      <Heading title="Importing" path={options.path} />
      <div className="rounded-lg border border-line bg-panel p-5">
        <div className="flex items-baseline justify-between">
          <span className="font-semibold text-xl">
            {share === undefined ? '…' : `${Math.floor(share * 100)} %`}
          </span>
          <span className="text-muted text-sm" data-testid="import-bars">
            {formatCount(progress?.bars ?? 0)} bars
          </span>
        </div>
        <div className="my-3">
          <Progress label="Import" value={share} />
        </div>
        <div className="flex items-center justify-between gap-4 text-muted text-sm">
          <span className="min-w-0 truncate">{progress?.file ?? 'Starting …'}</span>
          {progress && (
            <span className="shrink-0">
              {formatCount(progress.filesDone)} of {formatCount(progress.files)} files ·{' '}
              {formatBytes(progress.bytesDone)} of {formatBytes(progress.bytes)}
            </span>
          )}
        </div>
      </div>
      <footer className="mt-4 flex items-center justify-end gap-3">
        <span className="text-faint text-xs">
          The replay can go on meanwhile. Finished files stay when you cancel.
        </span>
        <Button disabled={cancelling || job === undefined} onClick={() => void cancelImport()}>
          {cancelling ? 'Cancelling …' : 'Cancel'}
        </Button>
      </footer>
    </div>
  )
}

function Failed({ state }: { state: Extract<ImportState, { step: 'failed' }> }) {
  return (
    <div>
      <Heading title="Import of" path={state.options.path} />
      <div
        role="alert"
        className="text-selectable flex gap-3 rounded-lg border border-down/40 bg-down/10 p-4 text-sm"
      >
        <CircleAlert className="mt-0.5 size-4 shrink-0 text-down" aria-hidden="true" />
        <div className="min-w-0">
          <p className="font-semibold">The import failed</p>
          <p className="[overflow-wrap:anywhere]">{state.message}</p>
        </div>
      </div>
      <footer className="mt-4 flex justify-end gap-2">
        <Button onClick={endImport}>Close</Button>
        <Button look="accent" onClick={() => void previewImport(state.options)}>
          Back to the options
        </Button>
      </footer>
    </div>
  )
}
