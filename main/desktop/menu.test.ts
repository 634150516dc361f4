import type { MenuItemConstructorOptions } from 'electron'
import { expect, test } from 'vitest'
import { menuTemplate } from './menu.ts'

function items(
  platform: NodeJS.Platform,
  developer: boolean,
  done: string[] = [],
): MenuItemConstructorOptions[] {
  const menus = menuTemplate(platform, developer, {
    openStore: () => done.push('open'),
    openWebsite: (address) => done.push(address),
  })
  return menus.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
}

test('a store can be opened from the menu', () => {
  const done: string[] = []
  const open = items('linux', false, done).find(({ label }) => label === 'Open Store…')
  expect(open?.accelerator).toBe('CmdOrCtrl+O')
  ;(open?.click as (() => void) | undefined)?.()
  expect(done).toEqual(['open'])
})

test('the makers of the charts are named with their address', () => {
  const done: string[] = []
  const credit = items('linux', false, done).find(({ label }) => label?.includes('TradingView'))
  ;(credit?.click as (() => void) | undefined)?.()
  expect(done).toEqual(['https://www.tradingview.com/'])
})

test('reload and developer tools are for developers only', () => {
  const roles = (developer: boolean) => items('win32', developer).map(({ role }) => role)
  expect(roles(true)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']))
  expect(roles(false)).not.toContain('reload')
  expect(roles(false)).not.toContain('toggleDevTools')
})

test('only macOS has a menu of the application and one to edit', () => {
  const roles = (platform: NodeJS.Platform) =>
    menuTemplate(platform, false, { openStore() {}, openWebsite() {} }).map(({ role }) => role)
  expect(roles('darwin')).toEqual(expect.arrayContaining(['appMenu', 'editMenu']))
  expect(roles('linux')).not.toContain('appMenu')
})
