import { useReplay } from '../stores/replay.ts'

type Wish = () => Promise<void>

let wish: Wish | undefined

/**
 * Does what moves the clock of the open session. While a session is being opened it is kept until that is open, in
 * place of what was asked for before it; without a session it does nothing.
 */
export async function whenOpen(run: Wish): Promise<void> {
  const { status } = useReplay.getState()
  if (status.state === 'open') await run()
  else if (status.state === 'opening') wish = run
}

/** Does what was asked for last while the session was being opened. */
export async function doWished(): Promise<void> {
  const wished = wish
  wish = undefined
  await wished?.()
}

/** Another session is opened: what was asked of the one before is of no moment. */
export function forgetWished(): void {
  wish = undefined
}
