import type { MenuItemConstructorOptions } from 'electron'

export interface MenuActions {
  openStore(): void
  openWebsite(address: string): void
}

/** The application menu. Its keys are those of the window's own keyboard; `developer` adds reload and tools. */
export function menuTemplate(
  platform: NodeJS.Platform,
  developer: boolean,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const mac: MenuItemConstructorOptions[] = [{ role: 'appMenu' }]
  const edit: MenuItemConstructorOptions[] = [{ role: 'editMenu' }]
  const tools: MenuItemConstructorOptions[] = [
    { type: 'separator' },
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ]
  return [
    ...(platform === 'darwin' ? mac : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open Store…', accelerator: 'CmdOrCtrl+O', click: () => actions.openStore() },
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    ...(platform === 'darwin' ? edit : []),
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(developer ? tools : []),
      ],
    },
    {
      label: '&Help',
      role: 'help',
      submenu: [
        {
          label: 'Charts by TradingView',
          click: () => actions.openWebsite('https://www.tradingview.com/'),
        },
        { role: 'about' },
      ],
    },
  ]
}
