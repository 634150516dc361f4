import type { SessionDate } from '#shared/calendar/session-date.ts'
import { engine } from '../engine/link.ts'
import { type Opening, useReplay } from '../stores/replay.ts'

type Wish = () => Promise<void>

let wish: Wish | undefined
/** The session that is being opened, or was last. */
let sessionOf: SessionDate | undefined

/**
 * Does what moves the clock of the open session. While a session is being opened it is kept until that is open, in
 * place of what was asked for before it; without a session it does nothing.
 */
export async function whenOpen(run: Wish): Promise<void> {
  const { status } = useReplay.getState()
  if (status.state === 'open') await run()
  else if (status.state === 'opening') wish = run
}

/** What is wanted of a session while it is being opened: when it is opened once more, what was wanted before, too. */
export function openingOf(session: SessionDate, plays: boolean): Opening {
  const { status } = useReplay.getState()
  const before = status.state === 'opening' && sessionOf === session ? status : undefined
  if (!before) wish = undefined
  sessionOf = session
  return {
    state: 'opening',
    shows: 'before',
    plays: before?.plays ?? plays,
    speed: before?.speed,
  }
}

/** Does what was asked of a session while it was being opened. */
export async function doAsWanted({ speed, plays }: Opening): Promise<void> {
  if (speed !== undefined) await engine().call('replay.speed', { speed })
  const wished = wish
  wish = undefined
  await wished?.()
  if (plays) await engine().call('replay.play', undefined)
}
