import type { symbolStates } from '#shared/protocol/session-calls.ts'

type SymbolState = (typeof symbolStates)[number]

/** What a row says in short, and in a sentence without its full stop. */
export interface LagWords {
  readonly short: string
  readonly long: string
}

/** What a row says of a symbol whose bars do not come as they should; undefined while they do (R24). */
export function lagWords(
  state: SymbolState | undefined,
  silentMinutes: number,
  hasBars: boolean,
): LagWords | undefined {
  const minutes = `${silentMinutes} expected ${silentMinutes === 1 ? 'minute' : 'minutes'}`
  if ((state === 'late' || state === 'stalled') && !hasBars)
    return { short: 'no bars', long: `No bar in the ${minutes} so far` }
  if (state === 'late' || state === 'stalled')
    return { short: `${state} ${spanOf(silentMinutes)}`, long: `No bar for ${minutes}` }
  if (state === 'partial') return { short: 'partial', long: 'Bars are missing for longer than the timeout' }
  return undefined
}

/** "59m", then whole hours: "3h". */
function spanOf(minutes: number): string {
  return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h`
}
