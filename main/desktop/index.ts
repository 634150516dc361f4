import { join } from 'node:path'
import { app, ipcMain, type MessagePortMain, session } from 'electron'
import { ipcNames } from '#shared/protocol/handshake.ts'
import { registerAppScheme, serveAppScheme } from './app-scheme.ts'
import { wallClock } from './clock.ts'
import { desktopCalls } from './desktop-calls.ts'
import { nativeDialogs } from './dialogs.ts'
import { EngineHost } from './engine-host.ts'
import { greetEngine, startUtilityProcess } from './engine-process.ts'
import { launchOf } from './launch.ts'
import { lockDown } from './lock-down.ts'
import { RecentStores } from './recent-stores.ts'
import { isTrusted, senderOf } from './senders.ts'
import { loadPage, openWindow } from './window.ts'
import { WindowPorts } from './window-ports.ts'

const launched = launchOf(process.argv, process.cwd())
const userData = app.getPath('userData')
const built = join(import.meta.dirname, '..')

function warn(line: string): void {
  process.stderr.write(`${line}\n`)
}

registerAppScheme()
// Not awaited here: Electron becomes ready only after this module has been loaded.
app.whenReady().then(start)

function start(): void {
  lockDown(session.defaultSession)
  serveAppScheme(join(built, 'renderer'))
  const engine = new EngineHost<MessagePortMain>({
    startProcess: (news) => startUtilityProcess(join(built, 'main', 'engine.js'), news),
    greet: greetEngine,
    clock: wallClock,
    show: warn,
    onState: (state) => ports.engineChanged(state),
  })
  const window = openWindow(join(built, 'preload', 'preload.cjs'), join(userData, 'window.json'))
  const calls = desktopCalls({
    info: {
      version: app.getVersion(),
      electron: process.versions.electron,
      platform: process.platform,
      ...launched,
    },
    dialogs: nativeDialogs(window, app.getPath('documents')),
    recents: new RecentStores(join(userData, 'recent-stores.json'), wallClock.now, warn),
    engine,
  })
  const ports = new WindowPorts(calls, () => engine.connect(), warn)
  ipcMain.on(ipcNames.ready, (event) => {
    if (isTrusted(senderOf(event))) ports.pageReady(event.sender)
    else warn('A message to main did not come from the window and was dropped.')
  })
  engine.start()
  void loadPage(window)
}
