import type { SessionDate } from '#shared/calendar/session-date.ts'
import type { EpochMs } from '#shared/time/epoch.ts'
import { engine } from '../engine/link.ts'
import { type Opening, useReplay } from '../stores/replay.ts'

type Wish = () => Promise<void> | void

/** What a wish is about: of one kind the last one counts. */
type About = 'clock' | 'ticket' | 'versions' | 'verify' | 'file'

/** Where a session is to be opened, when not at its start. */
export interface Place {
  readonly at: EpochMs
  readonly playing: boolean
  /** One that was chosen takes the place of what was wanted before; one where the session stood goes on with that. */
  readonly because: 'chosen' | 'stood'
}

/** In the order in which they were said. */
const wishes = new Map<About, Wish>()
/** The session that is being opened, or was last. */
let sessionOf: SessionDate | undefined

/**
 * Does what needs the open session: moves its clock unless told what else it is about. While a session is being opened
 * it is kept until that is open, in place of what was asked for of its kind before; without a session it does nothing.
 */
export async function whenOpen(run: Wish, about: About = 'clock'): Promise<void> {
  const { status } = useReplay.getState()
  if (status.state === 'open') await run()
  else if (status.state === 'opening') {
    wishes.delete(about)
    wishes.set(about, run)
  }
}

/**
 * What is wanted of a session while it is being opened: when it is opened once more, what was wanted before, too,
 * unless another place was chosen.
 */
export function openingOf(session: SessionDate, place: Place | undefined): Opening {
  const { status } = useReplay.getState()
  const goesOn = sessionOf === session && place?.because !== 'chosen'
  const before = status.state === 'opening' && goesOn ? status : undefined
  if (!before) wishes.clear()
  sessionOf = session
  return {
    state: 'opening',
    shows: 'before',
    plays: before?.plays ?? place?.playing === true,
    speed: before?.speed,
  }
}

/**
 * Does what was asked of a session while it was being opened, as long as no other opening overtakes it: its clock is
 * put where it was wanted first, and plays, before anything else is done.
 */
export async function doAsWanted({ speed, plays }: Opening, isLatest: () => boolean): Promise<void> {
  if (speed !== undefined) await engine().call('replay.speed', { speed })
  if (!isLatest()) return
  await takeWish('clock')?.()
  if (plays && isLatest()) await engine().call('replay.play', undefined)
  for (const about of [...wishes.keys()]) {
    if (!isLatest()) return
    await takeWish(about)?.()
  }
}

function takeWish(about: About): Wish | undefined {
  const wish = wishes.get(about)
  wishes.delete(about)
  return wish
}
