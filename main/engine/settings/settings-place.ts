import { posix, win32 } from 'node:path'

/** Folder of the workstation's own files, as the desktop names it. */
const program = 'tapedeck'
const fileName = 'settings.json'

/** What decides where a user's files lie. */
export interface UserPlace {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly variables: Readonly<Record<string, string | undefined>>
}

/** The settings file that the window keeps for this user, which the command line reads too. */
export function settingsPath({ platform, home, variables }: UserPlace): string {
  if (platform === 'win32')
    return win32.join(variables.APPDATA ?? win32.join(home, 'AppData', 'Roaming'), program, fileName)
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', program, fileName)
  return posix.join(variables.XDG_CONFIG_HOME ?? posix.join(home, '.config'), program, fileName)
}
