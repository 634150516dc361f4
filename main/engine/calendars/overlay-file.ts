import { exchangeOf } from '#shared/calendar/calendars.ts'
import type { CalendarOverlay } from '#shared/calendar/overlay.ts'
import { entriesOf } from '#shared/calendar/overlay.ts'
import { overlaysText, parseOverlays } from '#shared/calendar/overlays.ts'
import { asFailure, Failure } from '#shared/protocol/failure.ts'
import { writeAtomically } from '../files/atomic-file.ts'
import type { Ticker } from '../time/ticker.ts'
import { Calendars } from './calendars.ts'
import { overlaysOfText, readOverlayText } from './read-overlays.ts'

/** How long a change by another program may go unseen. */
const lookEveryMs = 2_000

/**
 * What the user knows better than the calendars, kept in a file that others may write too. A file that is wrong is
 * never written over: the last overlays that were right stay in use until it is corrected.
 */
export class OverlayFile {
  readonly path: string
  readonly calendars = new Calendars()
  /** What was found last, right or wrong; a file that is gone has no text. */
  #seen: { readonly text: string | undefined } | undefined
  #problem: string | undefined
  readonly #listeners = new Set<(problem: string) => void>()

  /** Reads the file at `path`, which need not exist. Nothing is thrown: what is wrong is the `problem`. */
  constructor(path: string) {
    this.path = path
    this.look()
  }

  /** What is wrong with the file, one sentence that names it; undefined when nothing is. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Reads the file again when it is not what it was. */
  look(): void {
    try {
      const text = readOverlayText(this.path)
      if (this.#seen && this.#seen.text === text) return
      this.#seen = { text }
      this.calendars.replace(text === undefined ? new Map() : overlaysOfText(this.path, text))
      this.#problem = undefined
    } catch (error) {
      this.#fail(asFailure(error).message)
    }
  }

  /** Looks at the file now and then until the returned function is called. */
  watch(ticker: Ticker): () => void {
    const again = (): void => {
      this.look()
      cancel = ticker.after(lookEveryMs, again)
    }
    let cancel = ticker.after(lookEveryMs, again)
    return () => cancel()
  }

  /**
   * Takes an overlay of one exchange in place of the one before. Throws a Failure that names the entry that is wrong,
   * or of code 'bad-file' when the file is damaged or cannot be written; then nothing has changed.
   */
  set(exchange: string, overlay: CalendarOverlay): void {
    this.look()
    if (this.#problem !== undefined) throw new Failure('bad-file', this.#problem)
    const overlays = new Map(this.calendars.overlays)
    const { code } = exchangeOf(exchange)
    if (entriesOf(overlay).length > 0) overlays.set(code, overlay)
    else overlays.delete(code)
    const text = overlaysText(overlays)
    const checked = parseOverlays(JSON.parse(text))
    try {
      writeAtomically(this.path, text)
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error)
      throw new Failure(
        'bad-file',
        `${this.path}: the changes to calendars could not be written (${cause}); check the folder and the disk`,
      )
    }
    this.#seen = { text }
    this.calendars.replace(checked)
  }

  /** Tells `listener` of everything that goes wrong with the file from now on. */
  onProblem(listener: (problem: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #fail(problem: string): void {
    if (problem === this.#problem) return
    this.#problem = problem
    for (const listener of this.#listeners) listener(problem)
  }
}
