import { corrected, filled, recorded, synthetic } from '#shared/bars/state.ts'

/** A stub is cut by its session, not by what the file says of it, so only its values are taken. */
const codes: ReadonlyMap<string, number> = new Map([
  ['recorded', recorded],
  ['corrected', corrected],
  ['filled', filled],
  ['synthetic', synthetic],
  ['stub', recorded],
])

/** State code of a bar that the bars command has written with this state; else why the bar is not taken. */
export function importedState(name: string): number | string {
  if (name === 'forming') return 'was still forming when it was written'
  return codes.get(name) ?? `"${name}" is no state of a bar`
}
