import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { engine } from '../engine/link.ts'
import { type Opening, useReplay } from '../stores/replay.ts'

type Wish = () => Promise<void>

/** Where a session is to be opened, when not at its start. */
export interface Place {
  readonly at: EpochMs
  readonly playing: boolean
  /** One that was chosen takes the place of what was wanted before; one where the session stood goes on with that. */
  readonly because: 'chosen' | 'stood'
}

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

/**
 * What is wanted of a session while it is being opened: when it is opened once more, what was wanted before, too,
 * unless another place was chosen.
 */
export function openingOf(session: SessionDate, place: Place | undefined): Opening {
  const { status } = useReplay.getState()
  const goesOn = sessionOf === session && place?.because !== 'chosen'
  const before = status.state === 'opening' && goesOn ? status : undefined
  if (!before) wish = undefined
  sessionOf = session
  return {
    state: 'opening',
    shows: 'before',
    plays: before?.plays ?? place?.playing === true,
    speed: before?.speed,
  }
}

/** Does what was asked of a session while it was being opened, as long as no other opening overtakes it. */
export async function doAsWanted({ speed, plays }: Opening, isLatest: () => boolean): Promise<void> {
  if (speed !== undefined) await engine().call('replay.speed', { speed })
  if (!isLatest()) return
  const wished = wish
  wish = undefined
  await wished?.()
  if (plays && isLatest()) await engine().call('replay.play', undefined)
}
