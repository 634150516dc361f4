import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron'
import type { OvernightState } from '#shared/protocol/overnight-contract.ts'
import { drawSign } from './tray-icon.ts'
import { stateLine } from './words.ts'

const iconSize = 22

export interface TrayActions {
  showWindow(): void
  quit(): void
}

/** The menu of the icon in the tray. */
export function trayMenu(line: string, actions: TrayActions): MenuItemConstructorOptions[] {
  return [
    { label: line, enabled: false },
    { type: 'separator' },
    { label: 'Show Tapedeck', click: () => actions.showWindow() },
    { label: 'Quit', click: () => actions.quit() },
  ]
}

/** The icon in the tray, there as long as plans run by themselves. */
export class NightTray {
  readonly #actions: TrayActions
  readonly #at: (epochMs: number) => string
  #tray: Tray | undefined
  #shown = ''

  constructor(actions: TrayActions, at: (epochMs: number) => string) {
    this.#actions = actions
    this.#at = at
  }

  show(state: OvernightState): void {
    if (state.plans === 0 && !state.running) {
      this.remove()
      return
    }
    const works = state.running !== undefined
    const line = stateLine(state, this.#at)
    if (this.#shown === line) return
    this.#shown = line
    const icon = nativeImage.createFromBitmap(drawSign(iconSize, works), {
      width: iconSize,
      height: iconSize,
    })
    if (this.#tray) this.#tray.setImage(icon)
    else {
      this.#tray = new Tray(icon)
      this.#tray.on('click', () => this.#actions.showWindow())
    }
    this.#tray.setToolTip(`Tapedeck · ${line}`)
    this.#tray.setContextMenu(Menu.buildFromTemplate(trayMenu(line, this.#actions)))
  }

  remove(): void {
    this.#shown = ''
    this.#tray?.destroy()
    this.#tray = undefined
  }
}
