import { BrowserWindow, screen } from 'electron'
import { appOrigin } from './asset-path.ts'
import { readWindowPlace, smallestSize, visibleBounds, writeWindowPlace } from './window-bounds.ts'

/** Background of the theme, shown until the page has painted. */
const background = '#0d1014'

/** Opens the window hidden until it has painted, at the place remembered in `placeFile`, and remembers it again. */
export function openWindow(preload: string, placeFile: string): BrowserWindow {
  const place = readWindowPlace(placeFile)
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const window = new BrowserWindow({
    ...visibleBounds(place, areas),
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: background,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    if (place?.maximized) window.maximize()
    window.show()
  })
  window.on('close', () => {
    writeWindowPlace(placeFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  })
  return window
}

/** Loads the page of the workstation. */
export function loadPage(window: BrowserWindow): Promise<void> {
  return window.loadURL(`${appOrigin}/`)
}
