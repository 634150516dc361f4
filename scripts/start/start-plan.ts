import { join } from 'node:path'

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly isRoot: boolean
}

/** How `npm start` shows the demo: in a window, or on the terminal where there is no display. */
export type StartPlan =
  | { readonly show: 'window'; readonly electronArgs: readonly string[]; readonly notices: readonly string[] }
  | { readonly show: 'terminal'; readonly notices: readonly string[] }

/** Decides how to start; `args` are those of the command line for Electron and the workstation. */
export function planStart(machine: Machine, args: readonly string[]): StartPlan {
  const { platform, env, isRoot } = machine
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) {
    return {
      show: 'terminal',
      notices: [
        'No display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so there is no window.',
        'The engine replays the latest demo session without one. For the window: xvfb-run -a npm start',
      ],
    }
  }
  if (platform === 'linux' && isRoot) {
    return {
      show: 'window',
      electronArgs: ['--no-sandbox', ...args],
      notices: [
        "Started as root: Chromium's sandbox does not work for root and is off. Better start as a user.",
      ],
    }
  }
  return { show: 'window', electronArgs: args, notices: [] }
}

/** Folder of the user's data that outlives versions of the program, by the custom of the platform. */
export function dataFolder({ platform, env, home }: Machine): string {
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'tapedeck')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'tapedeck')
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'tapedeck')
}
