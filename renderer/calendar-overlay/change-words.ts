import type { DayChange } from '#shared/calendar/overlay-day.ts'

type Kind = DayChange['kind']

/** Words for a kind of change: what the menu offers, and the title and the button of its dialog. */
export const changeWords: Readonly<Record<Kind, { readonly offer: string; readonly action: string }>> = {
  closed: { offer: 'Mark as closed …', action: 'Mark as closed' },
  open: { offer: 'Mark as a session …', action: 'Mark as a session' },
  'early-close': { offer: 'Early close at …', action: 'Set the early close' },
  'late-open': { offer: 'Late open at …', action: 'Set the late open' },
  'full-day': { offer: 'Close at the usual time …', action: 'Set the usual close' },
}

/** What the user said of a day, for its tip: "changed by you: early close at 12:30 (flood)"; undefined for nothing. */
export function changeNote(changes: readonly DayChange[]): string | undefined {
  if (changes.length === 0) return undefined
  return `changed by you: ${changes.map(saidOf).join(', ')}`
}

/** "early close at 12:30 (flood)". */
export function saidOf(change: DayChange): string {
  return `${said(change)} (${change.reason})`
}

function said(change: DayChange): string {
  switch (change.kind) {
    case 'closed':
      return 'closed'
    case 'open':
      return 'a session'
    case 'early-close':
      return `early close at ${change.at}`
    case 'late-open':
      return `late open at ${change.at}`
    case 'full-day':
      return 'usual close'
  }
}

/** What may be said of a day: whether it is a session, and whether the table cuts it. */
export function offersFor(day: { readonly isSession: boolean; readonly isCut: boolean }): readonly Kind[] {
  if (!day.isSession) return ['open']
  return ['closed', 'early-close', 'late-open', ...(day.isCut ? (['full-day'] as const) : [])]
}
