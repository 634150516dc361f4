import { join } from 'node:path'
import { app } from 'electron'
import { registerAppScheme } from './app-scheme.ts'
import { commandOf, runCommandLine } from './command-line.ts'
import { launchOf } from './launch.ts'
import { startWorkstation } from './workstation.ts'

const launch = launchOf(process.argv, process.cwd())
const command = commandOf(process.argv)
const built = join(import.meta.dirname, '..')

// Electron becomes ready only after this module has been loaded, so nothing is awaited here.
if (command) {
  app.whenReady().then(() => runCommandLine(join(built, 'main', 'cli.js'), command))
} else if (app.requestSingleInstanceLock(launch)) {
  registerAppScheme()
  app.whenReady().then(() => startWorkstation(launch, built))
} else {
  // A second start hands what it asks for to the first and ends.
  app.quit()
}
