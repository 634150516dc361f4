import type { EndedRun, OvernightState } from '#shared/protocol/overnight-contract.ts'

/** What a notification says. */
export interface Notice {
  readonly title: string
  readonly body: string
}

/** What the tray says of what runs or runs next, one line. `at` writes an instant as local time. */
export function stateLine({ plans, running, next }: OvernightState, at: (epochMs: number) => string): string {
  if (running) return `${running.plan}: ${running.ready} of ${running.of} ready for ${running.session}`
  if (next) return `${next.plan} runs next, ${at(next.due)}`
  return plans === 0 ? 'No plan runs by itself' : 'No run is due'
}

/** What is told of a run that ended; nothing of one that did not run, and of one that a person ended. */
export function noticeOf({ plan, session, outcome, ready, of, reason }: EndedRun): Notice | undefined {
  const because = reason === undefined ? '' : ` ${reason}`
  switch (outcome) {
    case 'done':
      return { title: `${plan} is ready`, body: `${ready} of ${of} are ready for ${session}.` }
    case 'partial':
      return {
        title: `${plan} is partly ready`,
        body: `${ready} of ${of} are ready for ${session}.${because}`,
      }
    case 'failed':
      return { title: `${plan} failed`, body: `Nothing is ready for ${session}.${because}` }
    default:
      return undefined
  }
}

/** Told the first time that the window closes and the program goes on. */
export function stayingNotice(state: OvernightState, at: (epochMs: number) => string): Notice {
  return {
    title: 'Tapedeck goes on',
    body: `${stateLine(state, at)}. Quit from the icon in the tray, or start Tapedeck again to see the window.`,
  }
}
