import { asFailure } from '#shared/protocol/failure.ts'
import type { Readiness } from '#shared/session-file/readiness.ts'
import { parseSessionFile, type SessionFile } from '#shared/session-file/session-file.ts'
import { splitPath } from '../data/path.ts'
import { desktop, engine } from '../engine/link.ts'
import { useSessionFile } from '../stores/session-file.ts'
import { attempt } from '../stores/toasts.ts'
import { openOverlay } from '../stores/view.ts'

interface ReadFile {
  readonly file: SessionFile
  readonly readiness: Readiness | null
}

let latestReading = 0

/** Reads a session file and shows what its run needs, or why it cannot be read. A later one overtakes it. */
async function openWith(name: string, read: () => Promise<ReadFile>): Promise<void> {
  const reading = ++latestReading
  useSessionFile.setState({ opened: { state: 'reading', name }, showsMissing: false })
  openOverlay('before-run')
  try {
    const { file, readiness } = await read()
    if (reading !== latestReading) return
    useSessionFile.setState({ opened: { state: 'read', name, file, readiness: readiness ?? undefined } })
  } catch (error) {
    if (reading !== latestReading) return
    useSessionFile.setState({ opened: { state: 'failed', name, cause: asFailure(error).message } })
  }
}

export function openSessionFileAt(path: string): Promise<void> {
  return openWith(splitPath(path).name, async () => engine().call('sessionFile.read', { path }))
}

/** Opens a session file of which the window has the text alone, e.g. one that was dropped on it. */
export function openSessionFileText(name: string, text: () => Promise<string>): Promise<void> {
  return openWith(name, async () => compared(parseSessionFile(await text(), name), name))
}

/** Compares the opened file with the store again: bars may have come, or another store. */
export async function lookAgain(): Promise<void> {
  const { opened } = useSessionFile.getState()
  if (opened?.state !== 'read') return
  await openWith(opened.name, () => compared(opened.file, opened.name))
}

async function compared(file: SessionFile, name: string): Promise<ReadFile> {
  return { file, readiness: await engine().call('sessionFile.needs', { file, name }) }
}

export async function chooseSessionFile(): Promise<void> {
  const chosen = await attempt(async () => desktop().call('dialog.openSessionFile', undefined))
  if (chosen?.path) await openSessionFileAt(chosen.path)
}
