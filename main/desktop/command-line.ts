import { app, utilityProcess } from 'electron'

const option = '--command'

/** What follows `--command` in the arguments of a start: a call of the command line; undefined without it. */
export function commandOf(args: readonly string[]): readonly string[] | undefined {
  const at = args.indexOf(option)
  return at < 0 ? undefined : args.slice(at + 1)
}

/** How a start of this program calls its command line: the command follows. */
export function commandLineOf(): { readonly program: string; readonly args: readonly string[] } {
  // An AppImage runs from a folder that is another at each start.
  const program = process.env.APPIMAGE ?? process.execPath
  return { program, args: app.isPackaged ? [option] : [app.getAppPath(), option] }
}

/** Runs a command of the bundle `file` without a window, and ends the program with its exit code. */
export function runCommandLine(file: string, command: readonly string[]): void {
  const child = utilityProcess.fork(file, [...command], { serviceName: 'Tapedeck Command', stdio: 'pipe' })
  child.stdout?.pipe(process.stdout)
  child.stderr?.pipe(process.stderr)
  child.on('exit', (code) => app.exit(code))
}
