import { homedir } from 'node:os'
import { join } from 'node:path'
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  type MessagePortMain,
  session,
  shell,
} from 'electron'
import type { Channel } from '#shared/protocol/channel.ts'
import { asFailure } from '#shared/protocol/failure.ts'
import { ipcNames } from '#shared/protocol/handshake.ts'
import { serveAppScheme } from './app-scheme.ts'
import { wallClock } from './clock.ts'
import { commandLineOf } from './command-line.ts'
import { desktopCalls } from './desktop-calls.ts'
import { nativeDialogs } from './dialogs.ts'
import { EngineHost } from './engine-host.ts'
import { greetEngine, startUtilityProcess } from './engine-process.ts'
import { Keychain } from './keychain/keychain.ts'
import { serveKeys } from './keychain/serve-keys.ts'
import { systemCipher } from './keychain/system-cipher.ts'
import { type Launch, launchShape } from './launch.ts'
import { lockDown } from './lock-down.ts'
import { menuTemplate } from './menu.ts'
import { PlanScheduler } from './overnight/schedule/plan-scheduler.ts'
import { hideForNight, watchNight } from './overnight/watch-night.ts'
import { keepPageAlive } from './page-recovery.ts'
import { RecentStores } from './recent-stores.ts'
import { isTrusted, senderOf } from './trust.ts'
import { loadPage, openWindow } from './window.ts'
import { WindowPorts } from './window-ports.ts'

/** Puts the workstation together: one window and one engine. `built` is the absolute folder of the bundles. */
export function startWorkstation(launch: Launch, built: string): void {
  const userData = app.getPath('userData')
  lockDown(session.defaultSession)
  serveAppScheme(join(built, 'renderer'))

  const keychain = new Keychain(join(userData, 'source-keys'), systemCipher, warn)
  const night = watchNight(() => showWindow(window))
  const mains = {
    serveKeys: (channel: Channel): void => serveKeys(channel, keychain),
    followNight: (channel: Channel): void => night.connect(channel),
  }
  const engine = new EngineHost<MessagePortMain>({
    startProcess: (news) =>
      startUtilityProcess(join(built, 'main', 'engine.js'), join(userData, 'settings.json'), mains, news),
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
      ...launch,
    },
    dialogs: nativeDialogs(window, app.getPath('documents')),
    recents: new RecentStores(join(userData, 'recent-stores.json'), wallClock.now, warn),
    keychain,
    scheduler: new PlanScheduler(
      {
        platform: process.platform,
        home: homedir(),
        config: process.env.XDG_CONFIG_HOME,
        data: userData,
        user: process.getuid?.() ?? 0,
      },
      commandLineOf(),
    ),
    engine,
  })
  const ports = new WindowPorts(calls, () => engine.connect(), warn)

  connectWindow(window, ports)
  hideForNight(window, night)
  listenToUser(window, ports)
  endWith(engine)
  engine.start()
  loadPage(window).catch((error) => endBroken(`The window cannot be shown: ${asFailure(error).message}`))
}

function connectWindow(window: BrowserWindow, ports: WindowPorts): void {
  ipcMain.on(ipcNames.ready, (event) => {
    if (event.sender === window.webContents && isTrusted(senderOf(event))) ports.pageReady(event.sender)
    else warn('A message to main did not come from the window and was dropped.')
  })
  window.on('closed', () => ports.pageGone())
  keepPageAlive(window.webContents, wallClock.now, {
    crashed(reason) {
      ports.pageGone()
      warn(`The window crashed (${reason}).`)
    },
    gaveUp: (reason) => endBroken(`The window crashed again and again (${reason}). Your stores are safe.`),
  })
}

function listenToUser(window: BrowserWindow, ports: WindowPorts): void {
  const actions = {
    openStore: () => ports.requestStore({}),
    openWebsite: (address: string) => void shell.openExternal(address),
  }
  app.on('activate', () => showWindow(window))
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, !app.isPackaged, actions)))
  app.on('second-instance', (_event, _args, _folder, asked) => {
    showWindow(window)
    const { data } = launchShape.safeParse(asked)
    if (data?.store && !window.isDestroyed()) ports.requestStore({ path: data.store })
  })
}

function showWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function endWith(engine: EngineHost<MessagePortMain>): void {
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    event.preventDefault()
    engine.stop().then(() => app.exit())
  })
}

function endBroken(message: string): void {
  dialog.showErrorBox('Tapedeck', message)
  app.quit()
}

function warn(line: string): void {
  process.stderr.write(`${line}\n`)
}
