import { app, type BrowserWindow, Notification, powerMonitor, powerSaveBlocker } from 'electron'
import { Overnight } from './overnight.ts'
import { NightTray } from './tray.ts'
import type { Notice } from './words.ts'

const localTime = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' })

/** Lets plans run while the window is closed: the tray, the wake lock and notifications of this system. */
export function watchNight(showWindow: () => void): Overnight {
  const at = (epochMs: number): string => localTime.format(epochMs)
  const tray = new NightTray({ showWindow, quit: () => app.quit() }, at)
  const night = new Overnight({
    keepAwake() {
      const blocker = powerSaveBlocker.start('prevent-app-suspension')
      return () => powerSaveBlocker.stop(blocker)
    },
    notify: (notice) => notify(notice, showWindow),
    show: (state) => tray.show(state),
    at,
  })
  powerMonitor.on('resume', () => night.woke())
  app.on('will-quit', () => night.close())
  return night
}

/** Hides the window instead of closing it while plans run by themselves, unless the program is to end. */
export function hideForNight(window: BrowserWindow, night: Overnight): void {
  let quits = false
  app.on('before-quit', () => {
    quits = true
  })
  window.on('close', (event) => {
    if (quits || !night.staysOn) return
    event.preventDefault()
    window.hide()
    night.stayed()
  })
}

function notify({ title, body }: Notice, showWindow: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body })
  notification.on('click', showWindow)
  notification.show()
}
