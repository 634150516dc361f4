import type { PaperEntry, PaperRecordNews } from '#shared/protocol/paper-calls.ts'
import { engine } from '../engine/link.ts'
import { attempt } from '../stores/toasts.ts'

/** What was asked for by hand in the shown session, as the engine keeps it; the window has it in case that one dies. */
let record:
  | (Pick<PaperRecordNews, 'exchange' | 'session'> & { readonly entries: readonly PaperEntry[] })
  | undefined

/** Takes in what the engine tells of its record. */
export function takePaperRecord({ exchange, session, from, entries }: PaperRecordNews): void {
  const isSame = record?.exchange === exchange && record.session === session
  const before = isSame ? (record?.entries ?? []) : []
  record = { exchange, session, entries: [...before.slice(0, from), ...entries] }
}

/** Gives an engine that has just started what the one before knew. */
export async function restorePaperRecord(): Promise<void> {
  if (!record || record.entries.length === 0) return
  const { exchange, session, entries } = record
  await attempt(async () => engine().call('paper.restore', { exchange, session, entries: [...entries] }))
}
