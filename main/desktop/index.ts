import { join } from 'node:path'
import { app } from 'electron'
import { registerAppScheme } from './app-scheme.ts'
import { launchOf } from './launch.ts'
import { startWorkstation } from './workstation.ts'

const launch = launchOf(process.argv, process.cwd())

// A second start hands what it asks for to the first and ends.
if (app.requestSingleInstanceLock(launch)) {
  registerAppScheme()
  // Not awaited: Electron becomes ready only after this module has been loaded.
  app.whenReady().then(() => startWorkstation(launch, join(import.meta.dirname, '..')))
} else {
  app.quit()
}
