import { Failure } from '#shared/protocol/failure.ts'

const longest = 80
/** Names that Windows keeps for its devices. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i

/** Whether a file's name is one of a strategy: TypeScript or JavaScript, no declarations, not hidden. */
export function isStrategyFile(name: string): boolean {
  return /\.(?:ts|mts|js|mjs)$/i.test(name) && !/\.d\.m?ts$/i.test(name) && !name.startsWith('.')
}

/**
 * The name of a file, without its ending, for what a person called it: letters and digits with dashes between them.
 * Throws a Failure of code 'usage' where nothing is left of it.
 */
export function fileNameOf(name: string): string {
  const stem = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '')
  if (stem === '') throw new Failure('usage', `"${name}" names no file: use a letter or a digit`)
  return devices.test(stem) ? `${stem}-strategy` : stem
}

/** The first of NAME.ts, NAME-2.ts, … that is not taken. */
export function freeFileName(stem: string, ending: string, isTaken: (name: string) => boolean): string {
  let name = `${stem}${ending}`
  for (let count = 2; isTaken(name); count++) name = `${stem}-${count}${ending}`
  return name
}
