import { readFileSync } from 'node:fs'
import { type CalendarOverlays, parseOverlays } from '#shared/calendar/overlays.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'

/** The text of an overlay file; undefined where there is none. Throws a Failure of code 'bad-file' that names it. */
export function readOverlayText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new Failure('bad-file', `${path}: cannot be read (${message}); check the file and its folder`)
  }
}

/** Overlays of all exchanges from the text of a file. Throws a Failure of code 'bad-file' that names it by `path`. */
export function overlaysOfText(path: string, text: string): CalendarOverlays {
  try {
    return parseOverlays(JSON.parse(text))
  } catch (error) {
    throw new Failure('bad-file', `${path}: ${asFailure(error).message}`)
  }
}
