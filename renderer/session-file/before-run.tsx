import { CircleAlert, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { presenceOf, type Readiness } from '#shared/session-file/readiness.ts'
import type { SessionFile } from '#shared/session-file/session-file.ts'
import { intervals, useChart } from '../stores/chart.ts'
import { type OpenedFile, useSessionFile } from '../stores/session-file.ts'
import { closeOverlay, showView, useView } from '../stores/view.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { LeftOutSymbols } from './left-out-symbols.tsx'
import { NeedsTable } from './needs-table.tsx'
import { chooseSessionFile } from './open-session-file.ts'
import { RunFacts } from './run-facts.tsx'
import { startRun } from './start-run.ts'
import { keysWithoutEffect } from './without-effect.ts'

/** What a session file asks for, what of it is there, and the way to start it. */
export function BeforeRun() {
  const open = useView((state) => state.overlay === 'before-run')
  const opened = useSessionFile((state) => state.opened)
  if (!opened) return null
  return (
    <Dialog title="Before the run" description={opened.name} open={open} onClose={closeOverlay} wide>
      <Sheet opened={opened} />
    </Dialog>
  )
}

function Sheet({ opened }: { opened: OpenedFile }) {
  switch (opened.state) {
    case 'reading':
      return (
        <p role="status" className="flex items-center gap-2.5 text-muted text-sm">
          <LoaderCircle className="size-4 animate-spin text-accent" aria-hidden="true" />
          Comparing it with the store …
        </p>
      )
    case 'failed':
      return <Unreadable cause={opened.cause} />
    case 'read':
      return <Described file={opened.file} readiness={opened.readiness} />
  }
}

function Unreadable({ cause }: { cause: string }) {
  return (
    <>
      <div role="alert" className="flex gap-3 rounded-md border border-down/40 bg-down/10 px-4 py-3 text-sm">
        <CircleAlert className="mt-0.5 size-4 shrink-0 text-down" aria-hidden="true" />
        <p className="text-selectable min-w-0 [overflow-wrap:anywhere]">{cause}</p>
      </div>
      <Footer>
        <Button onClick={closeOverlay}>Cancel</Button>
        <Button look="accent" autoFocus onClick={() => void chooseSessionFile()}>
          Choose another …
        </Button>
      </Footer>
    </>
  )
}

function Described({ file, readiness }: { file: SessionFile; readiness: Readiness | undefined }) {
  const lacks =
    readiness &&
    (readiness.leftOut.length > 0 || readiness.needs.some((need) => presenceOf(need) !== 'present'))
  const canStart = readiness !== undefined && readiness.symbols.length > 0
  return (
    <>
      <div className="flex flex-col gap-5">
        <RunFacts file={file} readiness={readiness} />
        {!readiness && (
          <Note>No store is open, so nothing is known of its bars. Open a store, then this file again.</Note>
        )}
        {readiness && !canStart && (
          <Note>Nothing can be replayed: the store has no bars of any of its symbols on these dates.</Note>
        )}
        {readiness && readiness.needs.length > 0 && <NeedsTable needs={readiness.needs} />}
        {readiness && <LeftOutSymbols leftOut={readiness.leftOut} />}
        <WithoutEffect file={file} />
      </div>
      <Footer>
        {lacks && (
          <Button className="mr-auto" onClick={showMissing}>
            Show missing in data
          </Button>
        )}
        <Button onClick={closeOverlay}>Cancel</Button>
        <Button look="accent" autoFocus disabled={!canStart} onClick={() => void startRun()}>
          Start
        </Button>
      </Footer>
    </>
  )
}

function showMissing(): void {
  useSessionFile.setState({ showsMissing: true })
  closeOverlay()
  showView('data')
}

function WithoutEffect({ file }: { file: SessionFile }) {
  const keys = keysWithoutEffect(
    file,
    intervals,
    useChart((state) => state.interval),
  )
  if (keys.length === 0) return null
  return (
    <section aria-label="Without effect in a replay">
      <h3 className="panel-title mb-1.5">Without effect in a replay</h3>
      <ul className="flex flex-col gap-0.5 text-sm">
        {keys.map(({ key, why }) => (
          <li key={key} className="flex gap-2">
            <span className="w-24 shrink-0 font-medium">{key}</span>
            <span className="text-muted">{why}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Note({ children }: { children: ReactNode }) {
  return (
    <p
      role="status"
      className="flex gap-2.5 rounded-md border border-accent/30 bg-accent/10 px-3 py-2 text-sm"
    >
      <TriangleAlert className="mt-0.5 size-3.5 shrink-0 text-accent" aria-hidden="true" />
      <span>{children}</span>
    </p>
  )
}

function Footer({ children }: { children: ReactNode }) {
  return (
    <footer className="sticky -bottom-5 -mx-5 mt-5 -mb-5 flex justify-end gap-2 border-line border-t bg-panel px-5 py-3">
      {children}
    </footer>
  )
}
