import type { SessionLogEntry } from '#shared/protocol/session-calls.ts'
import { stateName } from '../stores/session-state.ts'
import { formatSessionDay } from '../time/zone.ts'

export interface LogLine {
  readonly text: string
  /** Why, where it is not the calendar. */
  readonly cause: string | undefined
  /** Whether it is something wrong, or done by force. */
  readonly grave: boolean
}

/** What happened, in a few words. */
export function logLine(entry: SessionLogEntry): LogLine {
  switch (entry.type) {
    case 'moved': {
      const { from, to, forced, cause } = entry
      const text = `${stateName(from)} → ${stateName(to)}${forced ? ', forced' : ''}`
      return { text, cause, grave: forced || to === 'error' || to === 'timeout' }
    }
    case 'break':
      return { text: entry.began ? 'Lunch break begins' : 'Lunch break ends', cause: undefined, grave: false }
    case 'rolled':
      return {
        text: entry.next ? `Rolled to ${formatSessionDay(entry.next)}` : 'Over: the calendar ends',
        cause: undefined,
        grave: false,
      }
    case 'error':
      return { text: 'Error', cause: entry.cause, grave: true }
    case 'error-cleared':
      return { text: 'Error cleared', cause: entry.cause, grave: false }
  }
}
