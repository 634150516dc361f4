import type { symbolStates } from '#shared/protocol/session-calls.ts'

type SymbolState = (typeof symbolStates)[number]

/** What a row says of a symbol whose bars do not come as they should; undefined while they do (R24). */
export function lagWords(
  state: SymbolState | undefined,
  silentMinutes: number,
): { readonly short: string; readonly long: string } | undefined {
  const minutes = `${silentMinutes} expected ${silentMinutes === 1 ? 'minute' : 'minutes'}`
  if (state === 'late' || state === 'stalled')
    return { short: `${state} ${silentMinutes}m`, long: `No bar for ${minutes}` }
  if (state === 'partial') return { short: 'partial', long: 'Bars are missing for longer than the timeout' }
  return undefined
}
