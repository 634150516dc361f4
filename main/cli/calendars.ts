import { entriesOf } from '#shared/calendar/overlay.ts'
import { Failure } from '#shared/protocol/failure.ts'
import { Calendars } from '../engine/calendars/calendars.ts'
import { overlayBeside } from '../engine/calendars/overlay-place.ts'
import { overlaysOfText, readOverlayText } from '../engine/calendars/read-overlays.ts'
import { settingsPath } from '../engine/settings/settings-place.ts'
import type { Arguments } from './arguments.ts'
import type { Option } from './command.ts'
import type { Io } from './io.ts'

const none = 'none'

/** The option of every command that asks calendars. */
export const overlayOption: { readonly overlay: Option } = {
  overlay: {
    value: 'F',
    help: `file of changes to calendars, or ${none}; without it the one that the window keeps`,
  },
}

/** The file of changes to calendars that a command is to use, whether or not it exists; undefined for none. */
export function overlayPath(args: Arguments, io: Io): string | undefined {
  if (args.text('overlay') === none) return undefined
  return args.path('overlay') ?? overlayBeside(settingsPath(io.place))
}

/** The calendars a command works with. Throws a Failure of code 'bad-file' when a named file is missing or wrong. */
export function readCalendars(args: Arguments, io: Io): Calendars {
  const path = overlayPath(args, io)
  if (path === undefined) return new Calendars()
  const text = readOverlayText(path)
  if (text !== undefined) return new Calendars(overlaysOfText(path, text))
  if (args.has('overlay'))
    throw new Failure('bad-file', `${path}: does not exist; name a file of changes to calendars, or ${none}`)
  return new Calendars()
}

/** Says on stderr that a calendar is not as published, where the user changed it. */
export async function tellChanges(calendars: Calendars, exchange: string, io: Io): Promise<void> {
  const count = entriesOf(calendars.overlayOf(exchange)).length
  if (count === 0) return
  const changes = count === 1 ? '1 change' : `${count} changes`
  await io.stderr.write(`${exchange}: with ${changes} of your own; --overlay ${none} leaves them out\n`)
}
